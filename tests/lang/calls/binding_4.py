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
for e in ("(lambda a, *, b=1: 0)(1, 2, b=3)", "(lambda a, *, b: 0)(1, 2)", "(lambda a, b: 0)(1, 2, 3, **{})", "5()", "'a'()", "None(1)", "[1]()",
    "(1).real()", "C()()", "g(1)(2)", "g.x", "object(1)", "object(a=1)", "type()", "type(1, 2)", "int.__new__()", "object.__new__()",
    "object.__new__(5)", "object.__new__(int)", "object.__init__()", "C.__init__()", "C.__new__(C, 1, 2, 3).__class__"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
