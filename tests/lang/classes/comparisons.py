class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print("eq", self.v, getattr(o, "v", o)); return NotImplemented if not isinstance(o, V) else self.v == o.v
    def __lt__(self, o): print("lt", self.v, getattr(o, "v", o)); return NotImplemented if not isinstance(o, V) else self.v < o.v
    def __le__(self, o): print("le"); return self.v <= o.v
class W(V):
    def __gt__(self, o): print("W gt"); return "W!"
    def __eq__(self, o): print("W eq"); return super().__eq__(o)
    __hash__ = None
a, b, w = V(1), V(2), W(1)
print(a == b, a != b, a < b, a > b, a <= b, a >= b, a == 1, a != 1, 1 == a, a < w, w > a, a == w, w == a, w != a)
for e in ("a < 5", "5 < a", "a > 5", "a >= 5", "hash(a)", "hash(w)", "{a}", "sorted([a, 5])"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class NoCmp: pass
n = NoCmp()
print(n == n, n != n, n == NoCmp(), n == 5, n.__eq__(5), n.__eq__(n), n.__ne__(n), n.__lt__(n))
for op in ("<", ">", "<=", ">="):
    try: eval(f"n {op} n")
    except TypeError as e: print(e)
class Str:
    def __eq__(self, o): return "truthy string"
    def __ne__(self, o): return []
    def __lt__(self, o): return None
s = Str(); print(s == 1, s != 1, s < 1, 1 > s, s in [5], [s] == [5], not (s == 1), 1 < 2 < s if False else "", (s < 1) is None)
class Ne:
    def __eq__(self, o): return True
print(Ne() != 5, Ne() == 5, Ne.__hash__)
class NeOnly:
    def __ne__(self, o): return "ne"
x = NeOnly(); print(x == x, x != x, hash(x) == hash(x))
class H:
    def __eq__(self, o): return isinstance(o, H)
    def __hash__(self): return 2**70
class H2:
    def __hash__(self): return -1
class H3:
    def __hash__(self): return True
print(hash(H()) == hash(2**70), hash(H2()), hash(H3()), len({H(), H()}), {H(): 1}[H()])
for r in ("x", None, 1.0):
    class HB:
        def __hash__(self): return r
    try: hash(HB())
    except TypeError as e: print(e)
from functools import total_ordering
@total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(T(1) <= T(2), T(1) >= T(2), T(2) > T(1), T(1) >= T(1), T(1) != T(1), max(T(1), T(5), T(3)).n, sorted([T(3), T(1)])[0].n)
class Chain:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print(f"{self.n}<{o.n}"); return self.n < o.n
print(Chain(1) < Chain(2) < Chain(0) < Chain(9), Chain(1) < Chain(2) > Chain(0) if hasattr(Chain, "__gt__") else "")
print(object() == object(), object().__lt__(1), int.__lt__(1, "a"), (5).__eq__("5"), type.__eq__(int, int), type(5) == int, int == 5)
