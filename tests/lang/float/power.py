inf, nan = float("inf"), float("nan")
vals = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, inf, -inf, nan, 1.5]
for a in vals:
    for b in vals:
        try:
            r = a ** b
            print(a, b, r if not isinstance(r, complex) else (round(r.real, 9) + 0.0, round(r.imag, 9) + 0.0))
        except (ZeroDivisionError, OverflowError) as e:
            print(a, b, type(e).__name__, e)
for e in ("10.0 ** 400", "1e200 ** 2", "2.0 ** 1024", "2.0 ** -1080", "(-2.0) ** 1023", "pow(2.0, 3)", "pow(2.0, 3, 5)", "2 ** 0.5", "4 ** 0.5", "2 ** -0.5", "(-8) ** (1/3)", "2.0 ** 10**400", "math.pow(2, 0.5)", "math.pow(0, -1)", "math.pow(-1, 0.5)", "math.pow(10, 400)"):
    import math
    try:
        r = eval(e)
        print(e, r if not isinstance(r, complex) else "%.9f %.9f" % (r.real, r.imag))
    except Exception as x:
        print(e, type(x).__name__, x)
