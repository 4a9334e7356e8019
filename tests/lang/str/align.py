for s in ("", "a", "ab", "日", "-5", "+5", "--5", "+", "é😀"):
    for w in (-1, 0, 1, 2, 3, 5, 8):
        print(w, s.center(w, "*"), s.ljust(w, "."), s.rjust(w, "日"), s.zfill(w), s.center(w) + "|", s.ljust(w) + "|", s.rjust(w) + "|")
for e in ("'a'.center()", "'a'.center('b')", "'a'.center(5, 'bb')", "'a'.ljust(5, '')", "'a'.rjust(5, 1)", "'a'.zfill('a')", "'a'.center(5, b'x')", "'a'.zfill(1.0)", "'a'.ljust(10.5)"):
    try:
        print(eval(e))
    except TypeError as x:
        print(e, x)
print("a\tb\tc".expandtabs(), "a\tb".expandtabs(4), "\t".expandtabs(0), "ab\ncd\te".expandtabs(3), "a\tb".expandtabs(tabsize=1), "日\tb".expandtabs(), "\t\ta".expandtabs(2), "a\r\tb".expandtabs(5).encode(), "a\tb".expandtabs(-3), sep="|")
