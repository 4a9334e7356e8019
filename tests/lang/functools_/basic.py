import functools, operator
from functools import reduce, partial, wraps, cmp_to_key, lru_cache, cached_property, singledispatch, singledispatchmethod, partialmethod, total_ordering
print(reduce(operator.add, [1, 2, 3]), reduce(lambda a, b: a * b, [1, 2, 3], 10), reduce(max, [3]), reduce(None, [], 5))
p = partial(int, base=2); print(p("101"), p.func, p.args, p.keywords, partial(p, "11")(), partial(print, 1, sep="-")(2, 3), repr(partial(len, [1])), partial(partial(pow, 2), 3).args, partial(dict, a=1)(b=2, a=3))
p.extra = 5; print(p.extra, p.__dict__)
@wraps(len)
def w(): "own doc"
print(w.__name__, w.__doc__[:10], w.__wrapped__ is len, w.__qualname__, functools.WRAPPER_ASSIGNMENTS)
@lru_cache(maxsize=3)
def sq(x, y=0): print("compute", x, y); return x * x + y
for a in (1, 2, 1, 3, 4, 1, 2): sq(a)
print(sq.cache_info(), sq.cache_parameters(), sq(1, y=0), sq(x=1), sq.cache_info(), sq.__wrapped__(9)); sq.cache_clear(); print(sq.cache_info())
@lru_cache(None, typed=True)
def ty(x): return type(x).__name__
print(ty(1), ty(1.0), ty(True), ty.cache_info())
try: sq([])
except TypeError as e: print(e)
@lru_cache
def plain(*a, **k): return a, k
print(plain(1, z=2), plain(), plain.cache_info())
class C:
    @cached_property
    def cp(self): print("computing"); return 7
    @partialmethod
    def nothing(self): pass
    def base(self, a, b=0): return a, b
    pm = partialmethod(base, 5, b=6)
    @lru_cache
    def m(self, x): print("m"); return x
c = C(); print(c.cp, c.cp, c.__dict__, c.pm(), C.cp.__class__.__name__, c.m(1), c.m(1)); del c.cp; print(c.cp)
@singledispatch
def f(x): return "default"
@f.register
def _(x: int): return "int"
@f.register(list)
@f.register(tuple)
def _(x): return "seq"
f.register(str, lambda x: "str")
print(f(1), f(True), f([]), f(()), f("s"), f(1.5), f.dispatch(bool).__name__, sorted(t.__name__ for t in f.registry))
class D:
    @singledispatchmethod
    def g(self, x): return "base"
    @g.register
    def _(self, x: int): return "int m"
print(D().g(1), D().g("a"))
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __gt__(self, o): return self.v > o.v
print(T(1) < T(2), T(1) <= T(1), T(2) >= T(3), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), max("abc", key=cmp_to_key(lambda a, b: (a < b) - (a > b))), cmp_to_key(lambda a, b: 0)(1) == cmp_to_key(lambda a, b: 0)(2))
for e in ("reduce(operator.add, [])", "reduce(1, [1, 2])", "reduce(operator.add, 5)", "partial()", "partial(5)", "lru_cache('x')", "lru_cache(5)(5)", "cmp_to_key(5)(1) < cmp_to_key(5)(2)", "f()", "f.register(5)", "total_ordering(type('X', (), {}))", "singledispatch(lambda: 0)()", "partial(len)()", "reduce(operator.add)", "wraps(5)(lambda: 0).__name__", "cached_property(len).__get__(5)"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
