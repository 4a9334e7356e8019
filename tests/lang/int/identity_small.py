# What programs may rely on: small results of arithmetic are equal; None and the booleans are unique.
a = 5
b = int("5")
print(a == b, a is b, None is None, True is (1 == 1), False is (not True))
print((1 == 1) is True, bool([]) is False, bool(5) is True, isinstance(True, int), type(True) is bool)
print(bool.__name__, True + True, True * 5, True - 2, -True, True / 2, True // 1, True % 2, str(True), repr(False), int(True), float(True))
print(True & False, True | False, True ^ True, not 0, not [], not "a", bool(0.0), bool(-0.0), bool(0j), bool(""), bool(" "), bool(None), bool(...))
for e in ("bool(1, 2)", "bool(x=1)", "class B(bool): pass", "True.x = 1", "None.x", "None()", "None[0]", "True()", "None + 1", "...+1", "type(None)()", "type(...)()", "type(NotImplemented)()", "type(None)(1)", "NotImplemented.x"):
    try:
        exec("print(" + e + ")" if not e.startswith("class") and "=" not in e.replace("x=1", "") else e)
    except Exception as x:
        print(e, type(x).__name__, x)
