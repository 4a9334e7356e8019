class C:
    def __init__(self): self._x = 0
    @property
    def x(self):
        "The x."
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): print("deleting"); self._x = None
    @property
    def ro(self): return "read-only"
    wo = property(None, lambda s, v: print("wrote", v))
    none = property()
c = C(); c.x = 5; print(c.x, C.x.__doc__, C.x.fget.__name__, type(C.x)); del c.x; print(c.x, C.x.fset is not None, C.ro.fset)
for s in ("c.ro = 1", "del c.ro", "c.wo", "c.none", "c.none = 1", "del c.none", "C.ro.__get__()", "C.ro.__set__(c, 1)", "C.ro.fget = 5", "C.ro()", "C.ro.foo = 1", "c.wo = 9", "print(C.ro.__get__(c), C.ro.__get__(None, C) is C.ro)"):
    try: exec(s)
    except Exception as e: print(s, type(e).__name__, e)
class D(C):
    @C.x.getter
    def x(self): return "D getter " + str(self._x)
    @property
    def ro(self): return "D+" + super().ro
d = D(); d.x = 7; print(d.x, d.ro, D.x.__doc__)
class E:
    def _get(self): raise AttributeError("inner missing")
    p = property(_get)
    @property
    def q(self): return self.undefined
    @property
    def r(self): raise KeyError("k")
for n in "pqr":
    try: getattr(E(), n)
    except Exception as e: print(n, type(e).__name__, e)
print(getattr(E(), "p", "default"), hasattr(E(), "q"))
class F(E):
    def __getattr__(self, n): return "getattr " + n
print(F().p, F().q)
class P2(property):
    def __get__(self, o, t=None): return ("P2", super().__get__(o, t) if o else self is not None)
class G:
    v = P2(lambda s: 1)
print(G().v, G.v, property(lambda s: 1, doc="given").__doc__, property(len).__doc__ == len.__doc__, property(None, None, None, "d").__doc__)
c.__dict__["ro"] = "shadow?"; print(c.ro)
class H:
    @classmethod
    @property
    def cp(cls): return cls.__name__
print(H.cp, H().cp)
import abc
print(property(abc.abstractmethod(lambda s: 1)).__isabstractmethod__, C.ro.__isabstractmethod__)
