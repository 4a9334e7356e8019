class C:
    x = 1
    def __init__(self): self.y = 2
    def m(self): return self.x
c = C()
c.x = 5; print(c.x, C.x); del c.x; print(c.x); c.new = 3; print(sorted(vars(c)), c.__dict__, hasattr(c, "nope"), getattr(c, "nope", "d"), getattr(c, "y"))
setattr(c, "dyn", 4); delattr(c, "dyn"); c.__dict__["via"] = 7; print(c.via); c.__dict__ = {"only": 1}; print(c.only, hasattr(c, "y"))
for s in ("c.nope", "del c.nope", "C.nope", "del C.nope", "c.m = 5; print(c.m)", "del c.m; print(c.m())", "c.__dict__ = 5", "del c.__dict__; print(c.__dict__)", "c.__class__ = int", "c.__class__ = 5", "c.x.y.z", "None.foo", "(5).foo", "'a'.foo", "[].foo", "C().m.foo", "C.m.foo = 1; print(C.m.foo, C().m.foo)", "C().m.foo = 1", "int.foo = 1", "len.foo", "len.foo = 1", "c.__doc__", "print(c.__module__)", "getattr(c, 5)", "setattr(c, 5, 1)", "getattr(c, 'a b', None)", "setattr(c, 'a b', 1); print(getattr(c, 'a b'))", "C.__dict__['x'] = 5", "C.__name__ = 5", "C.__name__ = 'Renamed'; print(C, C.__qualname__)", "C.__qualname__ = 'Q.R'; print(C)", "C.__module__ = 'other'; print(C)", "del C.__name__", "del C.__module__", "C.__mro__ = ()", "C.__bases__ = ()", "C.__doc__ = 'doc'; print(C.__doc__)", "object().x = 1", "object().x", "c.itmes", "C().lenght", "super.x", "type.foo", "type.foo = 1", "print.x", "(lambda: 0).x", "range(3).x", "C().__x", "import math; math.foo", "import math; del math.foo", "c.__class__.__class__.__class__.zz"):
    try: exec(s)
    except Exception as e: print(s, "|", type(e).__name__, e)
class D: pass
class E: 
    z = "E"
d = D(); d.a = 1; d.__class__ = E; print(d.a, d.z, type(d).__name__, isinstance(d, D))
class S: __slots__ = ("q",)
try: d.__class__ = S
except TypeError as e: print(e)
try: S().__class__ = D
except TypeError as e: print(e)
print(type(c).__name__, c.__class__ is C, C.__class__, type(C), object.__class__, type.__class__)
many = D()
for i in range(100): setattr(many, f"a{i}", i)
for i in range(0, 100, 2): delattr(many, f"a{i}")
many.a0 = "back"
print(len(vars(many)), many.a99, many.a0, list(vars(many))[:3], list(vars(many))[-1], hasattr(many, "a2"))
a, b = D(), D(); a.x = 1; a.y = 2; b.y = 2; b.x = 1; print(vars(a) == vars(b), list(vars(a)), list(vars(b)))
