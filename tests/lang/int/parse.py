good = ["0", "-0", "+0", "42", " 42 ", "\t42\n", "-42", "+42", "1_000", "0_0", "00", "0007", "١٢٣", "９", "\u00a042\u2003",
        "123456789012345678901234567890", "-99999999999999999999", "1" * 60]
for s in good:
    print(repr(s), int(s))
bad = ["", " ", "-", "+", "--1", "1 2", "1_", "_1", "1__0", "1.0", "1e5", "0x10", "abc", "½", "1\x00", "+ 1", "²", "12a", "\ud800", "é" * 3]
for s in bad:
    try:
        print(int(s))
    except ValueError as e:
        print(ascii(str(e)))
for v in (b"12", b" 12 ", bytearray(b"-7"), b"1_0", b"x", b"", b"1\xff", 3.99, -3.99, 1e20, True, 2**70):
    try:
        print(repr(v), int(v))
    except ValueError as e:
        print(repr(v), e)
