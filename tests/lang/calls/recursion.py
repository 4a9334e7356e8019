import sys
def fact(n): return 1 if n < 2 else n * fact(n - 1)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(fact(20), fact(50), fib(18), ack(2, 3), even(500), odd(501), hanoi(8, 1, 2, 3), fact(900) % 1000007)
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(950))
def inf(n): return inf(n + 1)
try: inf(0)
except RecursionError as e: print(type(e).__name__, e, isinstance(e, RuntimeError))
sys.setrecursionlimit(5000)
print(depth(4900), sys.getrecursionlimit())
sys.setrecursionlimit(20000); print(depth(19000))
sys.setrecursionlimit(1000)
try: depth(1100)
except RecursionError as e: print(e)
for v in (0, -1, "a", 1.5):
    try: sys.setrecursionlimit(v)
    except Exception as e: print(type(e).__name__, e)
class T:
    def __init__(self, d): self.kids = [T(d - 1) for _ in range(2)] if d else []
    def count(self): return 1 + sum(k.count() for k in self.kids)
print(T(8).count())
memo = {}
def m(n):
    if n in memo: return memo[n]
    memo[n] = r = 1 if n < 2 else m(n - 1) + m(n - 2)
    return r
print(m(300))
def many(a, b, c, d, e, f, g, h, *r, **k): return sum((a, b, c, d, e, f, g, h)) + sum(r) + (many(a - 1, b, c, d, e, f, g, h, *r, **k) if a else 0)
print(many(10, 1, 1, 1, 1, 1, 1, 1, 5, 5, z=1))
y = (lambda f: (lambda x: x(x))(lambda x: f(lambda v: x(x)(v))))(lambda s: lambda n: 1 if n == 0 else n * s(n - 1))
print(y(10))
