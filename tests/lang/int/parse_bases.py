cases = [("ff", 16), ("0xff", 16), ("0XFF", 16), ("0xff", 0), ("0b101", 0), ("0B101", 2), ("0o17", 0), ("0O17", 8), ("17", 8),
         ("z", 36), ("Zz", 36), ("-0x1F", 16), ("0x_f", 0), ("0_7", 10), ("0", 0), ("00", 0), ("0_0", 0), ("10", 2), ("1_0", 2),
         ("-0b1", 0), (" 0x1 ", 0), ("7fffffffffffffff", 16), ("ffffffffffffffffffff", 16), ("zzzzzzzzzzzzzzzzzzzz", 36)]
for s, base in cases:
    print(s, base, int(s, base))
bad = [("2", 2), ("8", 8), ("g", 16), ("0x", 16), ("0x", 0), ("0b2", 0), ("0b", 2), ("07", 0), ("010", 0), ("1", 1), ("1", 37),
       ("1", -2), ("0x10", 10), ("0b1", 8), ("0x__1", 0), ("", 16), ("_", 16), ("0_x1", 0), ("é", 16)]
for s, base in bad:
    try:
        print(int(s, base))
    except ValueError as e:
        print(repr(s), base, e)
for call in ("int(1, 2)", "int(base=10)", "int('1', base=2.0)", "int([])", "int(None)", "int({})", "int(1j)", "int('1', 10, 5)", "int(x='1')", "int(b'0x1', 16)", "int()", "int('11', base=True + 1)"):
    try:
        print(call, eval(call))
    except Exception as e:
        print(call, type(e).__name__, e)
