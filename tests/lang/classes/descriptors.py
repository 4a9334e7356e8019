class Desc:
    def __init__(self, n): self.n = n
    def __get__(self, obj, cls=None): print("get", self.n, obj is not None, cls.__name__ if cls else None); return f"value {self.n}"
    def __set__(self, obj, v): print("set", self.n, v)
    def __delete__(self, obj): print("delete", self.n)
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class NonData:
    def __get__(self, obj, cls=None): return "nondata"
class OnlySet:
    def __set__(self, obj, v): obj.__dict__["os"] = v * 2
class OnlyDel:
    def __delete__(self, obj): print("only delete")
class C:
    d = Desc("d"); n = NonData(); os = OnlySet(); od = OnlyDel()
c = C()
print(c.d, C.d); c.d = 5; del c.d; c.__dict__["d"] = "hidden"; print(c.d, c.__dict__)
print(c.n); c.n = "inst"; print(c.n); del c.n; print(c.n)
print(isinstance(c.os, OnlySet)); c.os = 4; print(c.os)
for s in ("del c.os", "c.od = 1", "del c.od"):
    try: exec(s); print(s)
    except AttributeError as e: print(s, e)
C.late = Desc("late"); print(c.late)
C.d = "replaced"; print(c.d, c.__dict__["d"])
class Raises:
    def __get__(self, o, t): raise AttributeError("from get")
class G:
    r = Raises()
    def __getattr__(self, n): return "fallback " + n
print(G().r, G().other, hasattr(G, "r"))
class Dyn:
    def __getattribute__(self, n): return "dyn " + n
class Cls:
    inst = Desc("in class")
    def __init__(self): self.q = Desc("in instance")
print(type(Cls().q).__name__, Dyn().anything, Dyn().__class__, len([Dyn()]))
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None):
        if o is None: return self
        v = o.__dict__[self.n] = self.f(o); return v
class U:
    @Lazy
    def big(self): print("computing"); return 42
u = U(); print(u.big, u.big, type(U.big).__name__)
class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.n)
    def __set__(self, o, v):
        if not isinstance(v, self.t): raise TypeError(f"{self.n[1:]} must be {self.t.__name__}")
        setattr(o, self.n, v)
class Pt:
    x = Typed(int); y = Typed(str)
    def __init__(self, x, y): self.x, self.y = x, y
p = Pt(1, "a"); print(p.x, p.y, vars(p))
try: p.x = "bad"
except TypeError as e: print(e)
f = Pt.__init__; print(f.__get__(p, Pt).__self__ is p, f.__get__(None, Pt) is f, (lambda s: s).__get__(5)(), type(f.__get__(p)).__name__)
class BadName:
    def __set_name__(self, o, n): raise ValueError("in set_name")
try:
    class Z: attr = BadName()
except RuntimeError as e: print(e, repr(e.__cause__))
