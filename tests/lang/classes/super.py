class A:
    x = "A.x"
    def __init__(self, v): self.v = v
    def m(self): return f"A.m {self.v}"
    @classmethod
    def c(cls): return f"A.c {cls.__name__}"
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
class B(A):
    x = "B.x"
    def __init__(self, v): super().__init__(v + 1)
    def m(self): return "B." + super().m()
    @classmethod
    def c(cls): return "B." + super().c()
    @staticmethod
    def s(): return "B." + super(B, B).s()
    @property
    def p(self): return "B." + super().p
    def sx(self): return super().x
    def nested(self):
        def inner(): return super(B, self).m()
        return inner(), [super(B, self).v if False else self.v for _ in "a"]
    def klass(self): return __class__.__name__
b = B(1)
print(b.m(), b.c(), B.c(), b.s(), b.p, b.sx(), b.nested(), b.klass(), b.v, super(B, b).m(), super(B, B).c())
print(repr(super(B, b))[:20], super(B, b).__thisclass__, super(B, b).__self_class__, super(B, b).__self__ is b, super(B).__self__)
class C(B):
    def bad1(self):
        del self
        return super().m()
    def bad2(): return super()
    def comp(self): return [super().m() for _ in range(1)]
    def lam(self): return (lambda s: super().m())(self)
    def attr(self): return super().nope
    def setx(self): super().x = 5
    def assigned(self):
        self = 5
        return super().m()
c = C(1)
for f in (c.bad1, C.bad2, c.comp, c.lam, c.attr, c.setx, c.assigned):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for e in ("super()", "super().x", "super(int)", "super(5, 5)", "super(B, 5)", "super(A, B).m(b)", "super(C, b)", "super(B, C).c()", "super(str, 'a').__len__()", "super(1, 2, 3)"):
    try: r = eval(e); print(e, "ok" if "super:" in repr(r) else r)
    except Exception as x: print(e, type(x).__name__, x)
def outside(self): return super().m()
B.out = outside
try: b.out()
except RuntimeError as e: print(e)
class Mixin:
    def m(self): return "Mixin+" + super().m()
class D(Mixin, A): pass
print(D(5).m())
class E(dict):
    def __getitem__(self, k): return "E" + str(super().__getitem__(k))
    def __init__(self, **k): super().__init__(k); super().__setitem__("extra", 1)
print(E(a=5)["a"], E()["extra"])
