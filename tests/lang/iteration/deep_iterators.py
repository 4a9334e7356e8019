# Iterators over iterators, deeper than the C stack: an error, not a crash.
import sys
sys.setrecursionlimit(3000)
def outcome(f):
    try: f()
    except RecursionError: return "RecursionError"
    return "fine"
def nest(make, n):
    it = iter([])
    for _ in range(n): it = make(it)
    return it
print(outcome(lambda: list(nest(lambda i: map(str, i), 100))), outcome(lambda: list(nest(enumerate, 100))))
def g(n):
    yield n
    yield from g(n + 1)
def run():
    for x in g(0): pass
print(outcome(run))
class N:
    def __next__(s): return next(s)
    def __iter__(s): return s
print(outcome(lambda: next(N())), outcome(lambda: list(N())), outcome(lambda: 1 in N()))
def key(x): return sorted([1, 2], key=key)
print(outcome(lambda: sorted([1, 2], key=key)))
class P:
    @property
    def p(s): return s.p
print(outcome(lambda: P().p))
class E:
    def __eq__(s, o): return s == o
print(outcome(lambda: E() == E()), outcome(lambda: [E()] == [E()]), outcome(lambda: E() in [E()]))
