def f(a, b=2, /, c=3, *args, d, e=5, **kw): return (a, b, c, args, d, e, kw)
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6), f(1, d=0, c=9), f(1, d=1, a="kw", b="kw2"), f(*[1, 2], *(3,), d=4, **{"e": 6, "g": 7}), f(1, **{"d": 2}))
def g(a, b, c): return a, b, c
def h(*, a, b=1): return a, b
def i(a, /, b): return a, b
def j(a=1, b=2): return a, b
def k(): return "k"
def l(*args): return args
def m(**kw): return kw
def n(a, *, b): return a, b
class C:
    def m(self, a): return a
    @classmethod
    def c(cls, a): return a
    @staticmethod
    def s(a): return a
    def __init__(self, q=0): pass
for e in ("g()", "g(1)", "g(1, 2)", "g(1, 2, 3)", "g(1, 2, 3, 4)", "g(1, 2, 3, 4, 5)", "g(a=1)", "g(1, c=3)", "g(1, a=2)", "g(1, 2, 3, a=4)",
    "g(1, 2, 3, d=4)", "g(d=1)", "g(1, 2, c=3, d=4, e=5)", "h()", "h(1)", "h(1, a=2)", "h(a=1, c=2)", "h(1, 2, 3, b=1)", "i()", "i(1)", "i(a=1, b=2)",
    "i(1, a=2)", "i(1, b=2)"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
