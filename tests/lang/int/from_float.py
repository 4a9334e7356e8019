for v in (0.0, -0.0, 0.5, -0.5, 1.9999999999, -1.9999999, 2.0**53, 2.0**62, 2.0**63, -2.0**63, 2.0**64, 1e22, 1e100, -1e300, 5e-324):
    print(repr(v), int(v))
for v in ("float('inf')", "float('-inf')", "float('nan')"):
    try:
        int(eval(v))
    except Exception as e:
        print(v, type(e).__name__, e)
    try:
        round(eval(v))
    except Exception as e:
        print(v, type(e).__name__, e)
