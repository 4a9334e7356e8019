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
for e in ("g()", "g(1)", "g(1, 2)", "g(1, 2, 3)", "g(1, 2, 3, 4)", "g(1, 2, 3, 4, 5)", "g(a=1)", "g(1, c=3)", "g(1, a=2)", "g(1, 2, 3, a=4)", "g(1, 2, 3, d=4)", "g(d=1)", "g(1, 2, c=3, d=4, e=5)", "h()", "h(1)", "h(1, a=2)", "h(a=1, c=2)", "h(1, 2, 3, b=1)", "i()", "i(1)", "i(a=1, b=2)", "i(1, a=2)", "i(1, b=2)", "i(1, 2, 3)", "i(b=1)", "j(1, 2, 3)", "j(b=5)", "j(c=1)", "j(1, a=1)", "k(1)", "k(a=1)", "k(*[1, 2])", "l(a=1)", "m(1)", "m(1, 2)", "n()", "n(1)", "n(1, 2)", "n(1, 2, b=3)", "n(b=1)", "C().m()", "C().m(1, 2)", "C().m(b=1)", "C.m(1)", "C.m()", "C.c()", "C.c(1, 2)", "C().s()", "C().s(1, 2)", "C(1, 2)", "C(z=1)", "f()", "f(1)", "f(d=1)", "(lambda x: x)()", "(lambda: 1)(2)", "(lambda *a, k: k)(1)", "(lambda a, b, c, d: 0)()", "(lambda a, b, *, c, d, e: 0)(1, 2)", "(lambda a, b, *, c, d: 0)(1, c=1)", "g(**{'a': 1, 'b': 2, 'zz': 3})", "g(*'abcd')", "i(1, **{'a': 2, 'b': 3})", "(lambda a, /, b, *, c: 0)(a=1, b=1, c=1)", "(lambda a, b, /: 0)(a=1, b=2)", "(lambda a=1, /, **k: (a, k))(a=5)", "(lambda a, b=1: 0)(1, 2, 3)", "(lambda *, a: 0)(1, 2)", "(lambda a, b=1, *c: 0)()", "(lambda a, *, b=1: 0)(1, 2, b=3)", "(lambda a, *, b: 0)(1, 2)", "(lambda a, b: 0)(1, 2, 3, **{})", "5()", "'a'()", "None(1)", "[1]()", "(1).real()", "C()()", "g(1)(2)", "g.x", "object(1)", "object(a=1)", "type()", "type(1, 2)", "int.__new__()", "object.__new__()", "object.__new__(5)", "object.__new__(int)", "object.__init__()", "C.__init__()", "C.__new__(C, 1, 2, 3).__class__"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
