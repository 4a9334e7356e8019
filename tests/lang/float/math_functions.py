import math
inf, nan = math.inf, math.nan
names = ["sqrt", "exp", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil", "trunc", "fabs", "degrees", "radians", "gamma", "lgamma", "erf", "erfc", "cbrt", "exp2", "isfinite", "isinf", "isnan", "frexp", "modf", "ulp"]
for name in names:
    f = getattr(math, name)
    for v in (0, 1, -1, 0.5, -0.5, 2.0, 10, 1e3, 1e10, inf, -inf, nan, True):
        try:
            r = f(v)
            print(name, v, "%.10g" % r if isinstance(r, float) else r)
        except (ValueError, OverflowError) as e:
            print(name, v, type(e).__name__, e)
