import sys
def catch(f):
    try: return f()
    except RecursionError as e: return "RecursionError"
def plain(): return plain()
class A:
    def __getattr__(self, n): return getattr(self, n + "x")
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __lt__(self, o): return o < self
    def __add__(self, o): return self + o
    def __call__(self): return self()
    def __len__(self): return len(self)
    def __getitem__(self, k): return self[k]
    def __iter__(self): return iter(self)
    def __hash__(self): return hash(self)
    def __str__(self): return str(self)
    def __bool__(self): return bool(self)
    def __contains__(self, x): return x in self
    def __format__(self, s): return format(self, s)
    def __setattr__(self, n, v): self.x = v
    def __index__(self): return [1][self]
    def __int__(self): return int(self)
    def __neg__(self): return -self
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    @property
    def p(self): return self.p
    @classmethod
    def c(cls): return cls.c()
a = A()
def gen(): yield from gen()
def with_(): 
    with a: pass
def sort(l): return sorted([2, 1], key=lambda x: sort(l))
def mp(): return list(map(lambda x: mp(), [1]))
def comp(): return [comp() for _ in range(1)]
def tryfin():
    try: return tryfin()
    finally: pass
def kw(**k): return kw(**k)
def star(*s): return star(*s)
def dflt(x=None): return dflt(x=1)
def fmt(): return f"{fmt()}"
def ev(): return eval("ev()")
def red():
    import functools
    return functools.reduce(lambda x, y: red(), [1, 2])
def part():
    import functools
    return functools.partial(part)()
class M(type):
    def __call__(cls): return cls()
class K(metaclass=M): pass
class Init:
    def __init__(self): Init()
class New:
    def __new__(cls): return New()
for f in (part, K, Init, New, lambda: {a: 1}, lambda: [a] == [1], lambda: max(a, a), lambda: print(a), lambda: "%s" % a, lambda: "{}".format(a)):
    print(catch(f))
