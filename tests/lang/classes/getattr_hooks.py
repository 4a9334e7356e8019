class G:
    def __init__(self): self.real = 1
    def __getattr__(self, n):
        if n.startswith("dyn"): return n.upper()
        raise AttributeError(f"no {n}")
g = G(); print(g.real, g.dyn1, hasattr(g, "x"), getattr(g, "x", 5), getattr(g, "dynamic"))
try: g.x
except AttributeError as e: print(e)
class A:
    def __init__(self): self.v = 1
    def __getattribute__(self, n):
        if n == "secret": raise AttributeError("hidden")
        print("getattribute", n); return object.__getattribute__(self, n)
    def __getattr__(self, n): print("getattr", n); return "fb"
    def m(self): return self.v
a = A(); print(a.v, a.secret, a.nope, a.m()); len.__class__; print(type(a).__name__, isinstance(a, A))
class S:
    def __setattr__(self, n, v): print("set", n, v); object.__setattr__(self, n, v)
    def __delattr__(self, n): print("del", n); object.__delattr__(self, n)
s = S(); s.x = 1; s.x += 5; print(s.x); del s.x; setattr(s, "y", 2); delattr(s, "y"); s.__dict__["z"] = 3; print(s.z)
try: del s.q
except AttributeError as e: print(e)
class RO:
    def __setattr__(self, n, v): raise AttributeError("frozen " + n)
    __delattr__ = lambda self, n: print("ignored del", n)
try: RO().x = 1
except AttributeError as e: print(e)
del RO().x
class Proxy:
    def __init__(self, t): object.__setattr__(self, "_t", t)
    def __getattr__(self, n): return getattr(self._t, n)
    def __setattr__(self, n, v): setattr(self._t, n, v)
class T: a = 1
t = T(); p = Proxy(t); p.b = 5; print(p.a, t.b, p.b, vars(t))
try: len(Proxy([1]))
except TypeError as e: print(e)
print(Proxy([1, 2]).__len__())
class Rec:
    def __getattr__(self, n): return self.other
try: Rec().x
except RecursionError as e: print("RecursionError")
class M(type):
    def __getattr__(cls, n): return f"meta {n}"
    def __setattr__(cls, n, v): print("meta set", n); super().__setattr__(n, v)
    def __getattribute__(cls, n): return super().__getattribute__(n)
class K(metaclass=M): z = 1
K.q = 5; print(K.nope, K.z, K.q, hasattr(K(), "nope2"))
class Err:
    def __getattr__(self, n): raise ValueError("not attribute error")
try: hasattr(Err(), "x")
except ValueError as e: print(e)
class Dir:
    def __dir__(self): return ["c", "a", "b"]
print(dir(Dir())); G.__getattr__ = lambda s, n: "patched"; print(g.whatever); del G.__getattr__
try: g.whatever
except AttributeError as e: print(e)
import types
m = types.ModuleType("m"); m.__getattr__ = lambda n: "modattr " + n; print(m.foo, m.__name__); del m.__getattr__
try: m.foo
except AttributeError as e: print(e)
