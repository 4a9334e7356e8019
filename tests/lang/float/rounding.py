for v in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 1e16, 123.456, -123.456, 0.05, 0.15, 0.25, 0.35, 5.015, 1e-10, 1e22, 4503599627370496.5, 0.49999999999999994):
    print(v, round(v), round(v, 0), round(v, 1), round(v, 2), round(v, -1), round(v, -2), round(v, 10), round(v, 300), round(v, -300), round(v, None))
import math
for v in (0.5, -0.5, 1.5, -1.5, 2.0, -2.0, 1e300, -0.0, 0.1, -0.1):
    print(v, math.floor(v) == math.floor(v), math.floor(v) if abs(v) < 1e10 else "", math.ceil(v) if abs(v) < 1e10 else "", math.trunc(v) if abs(v) < 1e10 else "", int(v) if abs(v) < 1e10 else "")
for e in ("round(float('inf'))", "round(float('nan'))", "round(float('inf'), 2)", "round(float('nan'), 2)", "round(1.5, 1.0)", "round(1.5, 'a')", "round('a')", "round()", "round(1e308, -308)", "round(1.7e308, -308)", "round(number=1.25, ndigits=1)", "round(1.5, 10**20)", "round(1.5, -10**20)", "math.floor(float('inf'))", "math.ceil(float('nan'))", "round(True)", "round(2.5, True)", "round([])"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
