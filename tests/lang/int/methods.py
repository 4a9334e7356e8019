n = 10
print(n.real, n.imag, n.numerator, n.denominator, n.conjugate(), n.as_integer_ratio(), True.as_integer_ratio())
print(n.__index__(), n.__int__(), n.__float__(), n.__bool__(), n.__trunc__(), n.__floor__(), n.__ceil__(), n.__round__(-1))
print((15).__round__(-1), round(25, -1), round(35, -1), round(-25, -1), round(-15, -1), round(5, -1), round(6, -1), round(1234, -10), round(2**70, -5), round(7, 3), round(7, 0))
print(n.__add__(1), n.__add__(1.0), n.__radd__("a"), n.__eq__(10.0), n.__eq__(10), n.__lt__("a"), n.__floordiv__(3), n.__pow__(2), n.__pow__(2, 7), n.__rpow__(2))
print(n.__divmod__(3), n.__rdivmod__(3), n.__lshift__(2), n.__rlshift__(2), n.__and__(6), n.__invert__(), n.__neg__(), n.__pos__(), n.__abs__(), n.__hash__())
print(n.__format__(""), n.__repr__(), n.__str__(), n.__sizeof__() > 0)
print(int.__name__, int.__module__, int.__mro__, bool.__mro__, bool.__bases__)
for expr in ("n.real = 5", "n.foo = 1", "del n.real", "n.foo", "int.foo", "int.foo = 1", "del int.real", "n.__add__()", "n.bit_length(1)", "n.conjugate(2)", "n()", "n[0]", "n[0:1]", "len(n)", "iter(n)", "for i in n: pass", "n.__class__ = bool"):
    try:
        exec(expr)
        print(expr, "fine")
    except Exception as e:
        print(expr, type(e).__name__, e)
