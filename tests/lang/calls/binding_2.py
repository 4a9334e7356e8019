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
for e in ("i(1, 2, 3)", "i(b=1)", "j(1, 2, 3)", "j(b=5)", "j(c=1)", "j(1, a=1)", "k(1)", "k(a=1)", "k(*[1, 2])", "l(a=1)", "m(1)", "m(1, 2)", "n()",
    "n(1)", "n(1, 2)", "n(1, 2, b=3)", "n(b=1)", "C().m()", "C().m(1, 2)", "C().m(b=1)", "C.m(1)", "C.m()", "C.c()"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
