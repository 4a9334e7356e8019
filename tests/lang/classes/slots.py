class S:
    __slots__ = ("a", "b")
    def __init__(self, a): self.a = a
s = S(1); print(s.a, S.a, S.__slots__, hasattr(s, "b"), hasattr(s, "__dict__")); s.b = 2; print(s.b); del s.b
for e in ("s.b", "s.c", "s.c = 1", "del s.b", "del s.c", "s.__dict__", "vars(s)", "S.a.__get__(5)", "S.a.__set__(5, 1)", "S(1, 2)", "s.__slots__ = 1"):
    try: exec("print(" + e + ")" if "=" not in e and "del" not in e else e)
    except Exception as x: print(e, type(x).__name__, x)
class T(S): __slots__ = ("c",)
t = T(1); t.c = 3; print(t.a, t.c)
try: t.z = 1
except AttributeError as e: print(e)
class U(S): pass
u = U(1); u.anything = 5; print(u.a, u.__dict__)
class V: __slots__ = ("x", "__dict__")
v = V(); v.x = 1; v.y = 2; print(v.__dict__, v.x)
class W: __slots__ = "single"
w = W(); w.single = 1; print(w.single, W.__slots__)
class X: __slots__ = ["__private", "pub"]
x = X(); x._X__private = 5; print(x._X__private)
class Y: __slots__ = {"d": "doc for d"}
print(Y.d.__doc__, Y.__slots__)
class Z: __slots__ = ()
try: Z().q = 1
except AttributeError as e: print(e)
for body in ({"__slots__": ("a", "a")}, {"__slots__": ("a",), "a": 1}, {"__slots__": (1,)}, {"__slots__": ("1a",)}, {"__slots__": 5}, {"__slots__": ("__dict__", "__dict__")}, {"__slots__": ("a b",)}, {"__slots__": ("__weakref__",)}):
    try: print(type("B", (), body).__name__)
    except (TypeError, ValueError) as e: print(body, e)
try: type("B", (int,), {"__slots__": ("a",)})
except TypeError as e: print(e)
class L1: __slots__ = ("a",)
class L2: __slots__ = ("b",)
try:
    class LB(L1, L2): pass
except TypeError as e: print(e)
class M1: __slots__ = ()
class MB(M1, L1): __slots__ = ()
m = MB(); m.a = 1; print(m.a)
class Def:
    __slots__ = ("a",)
    def __getattr__(self, n): return "missing " + n
print(Def().a, Def().zz)
import copy, sys
s.b = [1]; s2 = copy.copy(s); s3 = copy.deepcopy(s); print(s2.a, s2.b is s.b, s3.b is s.b, s3.b)
print(S.a.__name__, S.a.__objclass__, type(S.a), repr(S.a))
