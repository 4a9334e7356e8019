def f(a, b=2, /, c=3, *args, d, e=5, **kw): return (a, b, c, args, d, e, kw)
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
for e in ("C.c(1, 2)", "C().s()", "C().s(1, 2)", "C(1, 2)", "C(z=1)", "f()", "f(1)", "f(d=1)", "(lambda x: x)()", "(lambda: 1)(2)",
    "(lambda *a, k: k)(1)", "(lambda a, b, c, d: 0)()", "(lambda a, b, *, c, d, e: 0)(1, 2)", "(lambda a, b, *, c, d: 0)(1, c=1)",
    "g(**{'a': 1, 'b': 2, 'zz': 3})", "g(*'abcd')", "i(1, **{'a': 2, 'b': 3})", "(lambda a, /, b, *, c: 0)(a=1, b=1, c=1)",
    "(lambda a, b, /: 0)(a=1, b=2)", "(lambda a=1, /, **k: (a, k))(a=5)", "(lambda a, b=1: 0)(1, 2, 3)", "(lambda *, a: 0)(1, 2)",
    "(lambda a, b=1, *c: 0)()"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
