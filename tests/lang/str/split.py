for s in ("a b c", "  a  b  ", "", " ", "abc", "a,b,,c,", ",", "a\tb\nc\x0bd\x1ce\u2003f", "日 本", "aXXbXXXc", "\u00a0x\u00a0"):
    print(ascii(s.split()), ascii(s.rsplit()), s.split(","), s.rsplit(",", 1), ascii(s.split(None, 1)), ascii(s.rsplit(None, 1)), ascii(s.split(None, 0)), ascii(s.split(" ")), s.split("XX"), s.rsplit("XX"), s.split("XX", 1), s.rsplit("XX", 1))
print("a b c".split(maxsplit=1), "a,b,c".split(sep=",", maxsplit=1), "a,b".split(",", 0), "a,b".split(",", -1), "aaa".split("a"), "aaa".split("aa"), "aaa".rsplit("aa"), "a b ".split(" ", 5), "x".split("xyz"))
for e in ("'a'.split('')", "'a'.split(1)", "'a'.split(sep=b',')", "'a'.split('a', 'b')", "'a'.split('a', 1, 2)", "'a'.split(foo=1)", "'a'.rsplit('')", "'a'.split('a', 1.0)", "'a'.partition('')", "'a'.partition(1)", "'a'.splitlines(1, 2)"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
print("a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("-"), "abc".rpartition("-"), "-".partition("-"), "a--b".partition("--"), "".partition("x"))
