class C:
    def m(self, x=1): "doc m"; return ("m", x)
    @classmethod
    def c(cls, x=1): return (cls.__name__, x)
    @staticmethod
    def s(x=1): return ("s", x)
    f = len
    l = lambda self: "lam"
    b = str.upper
class D(C): pass
c = C(); d = D()
print(c.m(), C.m(c, 2), c.c(), C.c(), D.c(), d.c(5), c.s(), C.s(2), d.s(3), c.f([1]), c.l(), C.b("x"))
m = c.m; print(m(5), m.__self__ is c, m.__func__ is C.m, m.__name__, m.__doc__, m == c.m, m is c.m, m != C().m, hash(m) == hash(c.m), m.__qualname__, type(m).__name__, {m: 1}[c.m], m.__module__, C.c.__self__, C.c.__func__.__name__, d.c.__self__)
print(repr(C.m)[:13], repr(m)[:17], C.__dict__["c"].__func__.__name__, type(C.__dict__["c"]), type(C.__dict__["s"]), C.__dict__["s"](7), C.__dict__["s"].__wrapped__.__name__)
c.m = lambda x=0: "instance"; print(c.m(), C.m(c)); del c.m
def ext(self): return ("ext", type(self).__name__)
C.ext = ext; print(c.ext(), d.ext()); C.m = lambda self: "patched"; print(c.m(), d.m()); D.m = lambda self: "D patched"; print(d.m(), c.m()); del D.m; print(d.m())
import types
print(types.MethodType(lambda s, y: (s, y), 5)(6), types.MethodType(len, [1, 2])())
for e in ("types.MethodType(len)", "types.MethodType(5, 6)", "types.MethodType(len, None)", "m.x", "m.__self__ = 1", "c.s(1, 2)", "C.c.__func__()", "classmethod(5).__get__(1)()", "staticmethod(5)()", "C.__dict__['c']()", "C.m()", "m.__func__ = 1"):
    try: exec("print(" + e + ")" if " = " not in e else e)
    except Exception as x: print(e, type(x).__name__, x)
print([].append == [].append, "a".upper == "a".upper, [].append.__self__, [].append.__name__, str.upper.__name__, type([].append).__name__, type(str.upper).__name__, type(len).__name__, type([].__len__).__name__, type(list.__len__).__name__, str.upper("q"), list.append.__qualname__, len.__module__, [].append.__qualname__, str.join.__objclass__, repr(str.upper), repr(list.__len__), type(dict.__dict__["fromkeys"]).__name__)
for cls in (C,):
    x = cls(); bound = [x.m, x.ext, x.l]
    print([b() for b in bound])
class Acc:
    def __init__(self): self.t = 0
    def add(self, n): self.t += n; return self
print(Acc().add(1).add(2).add(3).t)
f = Acc().add; [f(i) for i in range(5)]; print(f.__self__.t)
class Call:
    def __call__(self, a, *, b=2): return a, b
    def __get__(self, o, t): return "descriptor call"
class K: x = Call()
print(Call()(1), Call()(1, b=3), K().x, K.x, Call().__call__(9))
k = Call(); k.__call__ = lambda *a: "instance call"; print(k(1), k.__call__(1))
