import functools
def log(f):
    @functools.wraps(f)
    def w(*a, **k):
        print("->", f.__name__, a, k); r = f(*a, **k); print("<-", r); return r
    return w
def times(n):
    def d(f):
        def w(*a): return [f(*a) for _ in range(n)]
        return w
    return d
@log
def add(a, b=1):
    "adds"
    return a + b
add(1); add(1, b=2); print(add.__name__, add.__doc__, add.__wrapped__(5))
@times(2)
@times(3)
def one(x): return x
print(one(7))
class Dec:
    def __init__(self, f): self.f = f; self.calls = 0
    def __call__(self, *a): self.calls += 1; return self.f(*a)
    def __get__(self, o, t=None): return functools.partial(self, o) if o is not None else self
@Dec
def sq(x): return x * x
print(sq(3), sq(4), sq.calls)
class K:
    def __repr__(self): return 'K!'
    @Dec
    def m(self, x): return (type(self).__name__, x)
    @property
    @log
    def p(self): return "prop"
    @staticmethod
    @log
    def s(x): return x
    @classmethod
    @log
    def c(cls, x): return cls.__name__
    @log
    def __call__(self): return "called"
k = K(); print(k.m(5), K.m.calls); k.p; k.s(1); K.c(2); k()
def cls_dec(c): c.added = lambda self: "added"; return c
@cls_dec
class L: pass
print(L().added())
reg = {}
@lambda f: reg.setdefault(f.__name__, f)
def r1(): return 1
print(list(reg))
@lambda f: "replaced"
def gone(): pass
print(gone)
@[log, times(2)][1]
def sub(x): return x
print(sub(1))
@(d := times(2))
def wal(): return 0
print(wal(), d is not None)
@functools.lru_cache(maxsize=2)
def cached(x): print("computing", x); return x
cached(1); cached(1); cached(2); cached(3); cached(1); print(cached.cache_info()); cached.cache_clear(); print(cached.cache_info())
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80))
try:
    @5
    def bad(): pass
except TypeError as e: print(e)
