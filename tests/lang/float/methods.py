print((0.5).as_integer_ratio(), (-0.1).as_integer_ratio(), (3.0).as_integer_ratio(), (1e-5).as_integer_ratio(), (1e25).as_integer_ratio(), (5e-324).as_integer_ratio()[0])
print((1.0).is_integer(), (1.5).is_integer(), float("inf").is_integer(), float("nan").is_integer(), (1e300).is_integer(), (-0.0).is_integer())
print((1.5).real, (1.5).imag, (1.5).conjugate(), (1.5).__trunc__(), (1.5).__floor__(), (-1.5).__ceil__(), (1.5).__int__(), (1.5).__bool__(), (0.0).__bool__())
for e in ("float('inf').as_integer_ratio()", "float('nan').as_integer_ratio()", "(1.5).foo", "(1.5).real = 1", "1.5()", "1.5[0]", "len(1.5)", "~1.5", "1.5 & 1", "1.5 << 1", "[1, 2][1.0]", "range(1.0)", "'a' * 1.0", "chr(65.0)", "1.5 + 'a'", "1.5 + None", "'a' + 1.5", "-'a'", "1.5 < 'a'", "1.5 @ 2"):
    try:
        exec("print(" + e + ")") if "=" not in e else exec(e)
    except Exception as x:
        print(e, type(x).__name__, x)
import sys
i = sys.float_info
print(i.max, i.min, i.epsilon, i.dig, i.mant_dig, i.max_exp, i.min_exp, i.max_10_exp, i.min_10_exp, i.radix, i.rounds)
print((1.5).__add__(1), (1.5).__radd__(2), (1.5).__add__("a"), (1.5).__eq__(1.5), (1.5).__eq__("a"), (1.5).__divmod__(1), (1.5).__pow__(2), (1.5).__rpow__(2), float.__getformat__("double") in ("IEEE, little-endian",))
