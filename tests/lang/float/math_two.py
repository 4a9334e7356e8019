import math
inf, nan = math.inf, math.nan
for name in ("fmod", "remainder", "copysign", "atan2", "hypot", "pow", "nextafter", "dist", "log", "ldexp", "isclose"):
    f = getattr(math, name)
    for a in (0.0, -0.0, 1, -3.5, 10, inf, nan):
        for b in (0.0, 2, -2, 3.7, inf, nan):
            try:
                if name == "dist":
                    r = f((a, b), (1, 2))
                elif name == "ldexp":
                    r = f(a, int(b) if b == b and b != inf else 5)
                else:
                    r = f(a, b)
                print(name, a, b, "%.12g" % r if isinstance(r, float) else r)
            except (ValueError, OverflowError, ZeroDivisionError) as e:
                print(name, a, b, type(e).__name__, e)
print(math.hypot(), math.hypot(3), math.hypot(3, 4, 12), math.hypot(1e300, 1e300), math.log(8, 2), math.log(10**400), math.log2(2**1000), math.log10(10**50), math.prod([1, 2, 3.5]), math.prod([], start=5), math.prod([2**40, 2**40]))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.fsum([1e16, 1, 1e-16]), math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9))
print(math.pi, math.e, math.tau, math.inf, math.nan)
for e in ("math.log(0)", "math.log(-1)", "math.log(10, 1)", "math.log(0, 2)", "math.log(2, 0)", "math.sqrt(-1)", "math.sqrt('x')", "math.exp(1000)", "math.fmod(1, 0)", "math.ldexp(1, 5000)", "math.ldexp(1.0, 1.0)", "math.dist((1,), (1, 2))", "math.fsum(['a'])", "math.fsum([1e308, 1e308])", "math.fsum([inf, -inf])", "math.isclose(1, 2, rel_tol=-1)", "math.prod('ab')", "math.pow()", "math.floor('a')", "math.sin()", "math.sin(1, 2)", "math.sin(x=1)", "math.log()", "math.hypot('a')", "math.copysign(1)", "math.gamma(-1)", "math.cos(inf)", "math.log(-2**70)", "math.dist(1, 2)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
