def f(a, l=[]): l.append(a); return l
print(f(1), f(2), f(3, []), f(4))
print(f.__defaults__, f.__kwdefaults__, (lambda *, k=5: 0).__kwdefaults__)
x = 1
def g(a=x): return a
x = 2; print(g())
def noisy(n): print("default", n); return n
def h(a=noisy(1), *, b=noisy(2), c: noisy("annot") = noisy(3)): return a, b, c
print(h(), h.__annotations__)
f.__defaults__ = (["new"],); print(f(9)); f.__defaults__ = None
try: f(1)
except TypeError as e: print(e)
def k(*, a=1): return a
k.__kwdefaults__ = {"a": 7}; print(k()); k.__kwdefaults__ = None
try: k()
except TypeError as e: print(e)
for v in (5, [1], "x"):
    try: f.__defaults__ = v
    except TypeError as e: print(e)
def order(a=print("d1"), b=print("d2")) -> print("ret"): pass
@(lambda fn: print("decorator") or fn)
def deco(a=print("default first")): pass
def z(a, b=1, *c, d, e=2, **f) -> "R":
    "Doc."
    loc = 1
    return loc
c = z.__code__
print(c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_nlocals, c.co_name, c.co_flags & 0xff, c.co_firstlineno, z.__doc__, z.__name__, z.__qualname__, z.__module__, z.__annotations__, z.__dict__)
z.attr = 5; z.__name__ = "renamed"; z.__doc__ = None; print(z.attr, z.__name__, z.__qualname__, z.__dict__, repr(z)[:12])
for s in ("z.__name__ = 5", "z.__dict__ = 5", "z.__code__ = 5", "del z.__name__", "del z.__code__", "z.__closure__ = 1", "z.__globals__ = {}", "z.__qualname__ = 1", "z.__annotations__ = 5", "z.nope", "del z.nope", "z.__kwdefaults__ = 5"):
    try: exec(s); print(s, "fine")
    except Exception as e: print(s, type(e).__name__, e)
z.__code__ = (lambda *a, **k: "swapped").__code__; print(z(1, 2, 3))
