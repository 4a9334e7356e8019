for v in (0.0, -0.0, 1.0, 0.1, -0.1, 1.5, 255.0, 1e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 3.0e-310):
    print(v.hex())
for s in ("0x1p0", "0x1.8p1", "-0x1p-3", "1", "a", "0xap0", "0X1P+5", " 0x1p2\n", "inf", "-Infinity", "nan", "0x.8p0", "0x8.p0", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "0x0.0000000000001p-1022", "0x1p-1075", "0x1.8p-1075", "0x1p1023", "0x0p99999", "0x1.00000000000008p0", "0x1.000000000000081p0"):
    print(repr(s), float.fromhex(s))
for s in ("", "0x", "0xp1", "0x1p", "0x1.p1.5", "g", "0x1p1024", "0x1.fffffffffffffcp1023", "--1", "0x 1", "1p", "infi"):
    try:
        print(float.fromhex(s))
    except (ValueError, OverflowError) as e:
        print(repr(s), type(e).__name__, e)
