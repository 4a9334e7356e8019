class P(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))
    @property
    def x(self): return self[0]
    @property
    def y(self): return self[1]
    def __add__(self, o): return P(self.x + o.x, self.y + o.y)
    def __repr__(self): return f"P({self.x}, {self.y})"
p = P(1, 2)
p.extra = 5
print(p, p + P(3, 4), p == (1, 2), hash(p) == hash((1, 2)), p[0], p[:1], type(p[:1]), type(p * 2), len(p), list(p), {(1, 2): "found"}[p], p.extra, isinstance(p, tuple), (0, 5) < p, tuple(p), type(tuple(p)), "%s" % (p,), "%s-%s" % p)
x, y = p
print(x, y, max(p), sorted([P(2, 1), P(1, 9)]))
class E(tuple):
    __slots__ = ()
    def __eq__(self, o): return NotImplemented
    def __hash__(self): return 7
print(E((1,)) == (1,), E((1,)) == E((1,)), hash(E()), E() == E())
try:
    E().foo = 1
except AttributeError as e:
    print(e)
try:
    class Q(tuple):
        __slots__ = ("a",)
except TypeError as e:
    print(e)
from collections import namedtuple
N = namedtuple("N", "a b c", defaults=[10, 20])
n = N(1)
print(n, n.b, n._replace(c=5), n._asdict(), N._fields, N._make([1, 2, 3]), N._field_defaults, n == (1, 10, 20), N(*"xyz"), N(1, c=3), n[1:], repr(N), N.__doc__, N.a.__doc__, n.index(10))
for e in ("N()", "N(1, 2, 3, 4)", "N(1, d=2)", "n.a = 5", "n.zz", "N._make([1])", "n._replace(q=1)", "namedtuple('X', 'a a')", "namedtuple('X', 'class')", "namedtuple('X', '_a')", "namedtuple('1X', 'a')", "namedtuple('X', 'a b', defaults=[1, 2, 3])", "namedtuple('X', 'a class b a', rename=True)._fields"):
    try:
        print(e, eval(e) if "= " not in e or "(" in e.split("=")[0] else exec(e))
    except Exception as x:
        print(e, type(x).__name__, x)
