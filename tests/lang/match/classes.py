class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
class NoArgs: 
    def __init__(self): self.a = 1
def f(o):
    match o:
        case P(0, 0): return "origin"
        case P(0, y): return f"y {y}"
        case P(x, y=0): return f"x {x}"
        case Q(x=a): return f"Q {a}"
        case P(x, y) as p if x == y: return f"diag {p.x}"
        case P(): return "P"
        case NoArgs(a=1): return "na 1"
        case NoArgs(missing=_): return "never"
        case int() | float(): return "number"
        case str(s): return f"str {s}"
        case bool(): return "never: int first"
        case list([a, b]): return f"list {a} {b}"
        case dict({"k": v}): return f"dict {v}"
        case tuple((1, _)): return "t"
        case bytes(b): return b
        case None: return None
        case type(): return "a class"
for o in (P(0, 0), P(0, 5), P(5, 0), Q(1, 2), P(3, 3), P(1, 2), NoArgs(), 5, 2.5, True, "s", [1, 2], [1], {"k": 1}, {}, (1, 2), (2, 1), b"b", None, int, set()): print(f(o))
class Bad1: __match_args__ = ["x"]
class Bad2: __match_args__ = (1,)
class Bad3: __match_args__ = "x"
class One: __match_args__ = ("x",); x = 1
def t(fn):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
def a():
    match Bad1():
        case Bad1(1): pass
def b():
    match Bad2():
        case Bad2(1): pass
def c():
    match NoArgs():
        case NoArgs(1): pass
def d():
    match One():
        case One(1, 2): pass
def e():
    match One():
        case One(1, x=1): pass
def g():
    nc = 5
    match 1:
        case nc(): pass
def h():
    match 5:
        case int(1, 2): pass
def i():
    match Bad3():
        case Bad3(1): pass
def j():
    match 5:
        case int(real=5, imag=0): return "attrs of int"
def k():
    class R:
        @property
        def v(self): raise ValueError("prop")
    match R():
        case R(v=1): pass
def l():
    class R2:
        @property
        def v(self): raise AttributeError("prop")
    match R2():
        case R2(v=1): return "no"
        case _: return "attribute error means no match"
for fn in (a, b, c, d, e, g, h, i, j, k, l): t(fn)
from dataclasses import dataclass
@dataclass
class DC:
    a: int
    b: list
match DC(1, [2, 3]):
    case DC(1, [x, *y]): print(x, y)
from collections import namedtuple
match namedtuple("NT", "p q")(1, 2):
    case (p, q): print("as tuple", p, q)
import collections, enum
class Color(enum.Enum): RED = 1; BLUE = 2
match Color.BLUE:
    case Color.RED: print("red")
    case Color.BLUE: print("blue")
match collections.Counter("aab"):
    case collections.Counter({"a": n}): print(n)
