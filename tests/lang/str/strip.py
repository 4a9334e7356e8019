for s in ("  a b  ", "xxaxx", "\t\n a \r\x0b\x0c\x1c", "", "   ", "xyx", "\u2003é\u00a0", "--=a=--", "日日a日"):
    print(ascii(s.strip()), ascii(s.lstrip()), ascii(s.rstrip()), ascii(s.strip("x")), ascii(s.strip("-=")), ascii(s.lstrip("xy")), ascii(s.rstrip("日")), ascii(s.strip("")), ascii(s.strip(None)), ascii(s.strip("a日 ")))
print("TestHook".removeprefix("Test"), "TestHook".removeprefix("Hook"), "MiscTests".removesuffix("Tests"), "MiscTests".removesuffix(""), "abc".removeprefix("abc"), "abc".removesuffix("abcd"), "aa".removeprefix("a"))
for e in ("'a'.strip(1)", "'a'.strip(b'a')", "'a'.lstrip('a', 'b')", "'a'.removeprefix(1)", "'a'.removesuffix()", "'a'.strip(chars='a')", "'a'.removeprefix(('a',))"):
    try:
        print(eval(e))
    except TypeError as x:
        print(e, x)
