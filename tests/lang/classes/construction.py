class N:
    def __new__(cls, *a, **k): print("new", a, k); return super().__new__(cls)
    def __init__(self, *a, **k): print("init", a, k)
N(1, x=2)
class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(Other())
class Sub(N):
    def __new__(cls, x): return object.__new__(cls)
    def __init__(self, x): print("sub init", x)
Sub(3)
class Ret:
    def __init__(self): return 5
class RetN:
    def __init__(self): return None
RetN()
class NewOnly:
    def __new__(cls, x): return super().__new__(cls)
class InitOnly:
    def __init__(self, x): pass
class Neither: pass
class NewArgs:
    def __new__(cls, x): return super().__new__(cls, x)
class InitArgs:
    def __init__(self, x): super().__init__(x)
for e in ("Ret()", "NewOnly(1) and 1", "NewOnly()", "InitOnly(1) and 1", "InitOnly()", "Neither(1)", "Neither(x=1)", "NewArgs(1)", "InitArgs(1)", "object(1)", "Neither.__new__(Neither, 1)", "Neither().__init__(1)", "N.__new__()", "N.__new__(int)", "object.__new__(5)", "int.__new__(str)", "list.__new__(int)", "Neither.__new__(Neither) and 1", "type.__call__(int, '5')", "type.__new__(type, 'X', (), {}).__name__", "Other.__init__(5)"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class Cached:
    c = {}
    def __new__(cls, k):
        if k not in cls.c: cls.c[k] = super().__new__(cls); cls.c[k].n = 0
        return cls.c[k]
    def __init__(self, k): self.n += 1
Cached("a"); Cached("a"); print(Cached("a").n, Cached("a") is Cached("a"))
class Abs:
    def __new__(cls):
        if cls is Abs: raise TypeError("abstract")
        return super().__new__(cls)
class Conc(Abs): pass
Conc()
try: Abs()
except TypeError as e: print(e)
X = type("X", (N,), {"a": 1, "m": lambda s: "m"}); print(X().m(), X.a, X.__name__, X.__module__, X.__qualname__)
Y = type("Y", (), dict(__doc__="doc", __slots__=("q",))); print(Y.__doc__, Y.__slots__, type(Y()), type(Y).__name__)
print(type(5), type("a", (), {}).__mro__, type(None), type(type), type(X) is type, type("A\u00e9", (), {}).__name__)
for a in (("", (), {}), ("a b", (), {}), ("x\0y", (), {})):
    try: print(repr(type(*a).__name__))
    except ValueError as e: print(e)
class Nest:
    class In:
        class Deep:
            def f(self): return type(self).__qualname__
    def mk():
        class Loc: pass
        return Loc
print(Nest.In.Deep().f(), Nest.mk().__qualname__, Nest.In.Deep.f.__qualname__, Nest.In, repr(Nest.mk()))
class Del:
    def __init__(self): raise ValueError("in init")
try: Del()
except ValueError as e: print(e)
class Body:
    for i in range(3): pass
    if True: cond = "yes"
    x, y = 1, 2
    z = [k for k in range(3)]
    def __init__(self, v=x): self.v = v
    print("in body", sorted(k for k in locals() if not k.startswith("__")), __qualname__, __name__)
    del y
print(Body.i, Body.cond, Body.z, hasattr(Body, "y"), Body().v)
