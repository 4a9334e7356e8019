for make in (lambda: iter([1, 2]), lambda: iter((1, 2)), lambda: iter("ab"), lambda: iter({1: 2}), lambda: iter({1}), lambda: iter(range(2)), lambda: iter(b"ab"), lambda: zip([1], [2]), lambda: map(str, [1]), lambda: filter(None, [0, 1]), lambda: enumerate("a"), lambda: reversed([1]), lambda: (x for x in [1]), lambda: iter(lambda: 1, 1), lambda: reversed("ab"), lambda: reversed(range(2)), lambda: iter(bytearray(b"a")), lambda: iter({}.items())):
    it = make()
    print(type(it).__name__, iter(it) is it, list(it), list(it), next(it, "end"), hasattr(it, "__length_hint__"))
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration("done")
        self.n -= 1
        return self.n
print(list(Count(3)), [*Count(2)], sum(Count(4)), max(Count(3)), tuple(Count(2)), sorted(Count(3)), 1 in Count(3), 9 in Count(3), dict(zip(Count(2), "ab")), list(map(lambda x: x * 2, Count(3))))
a, *b = Count(4); print(a, b)
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), [*Seq()], list(reversed([1, 2])), min(Seq()), list(zip(Seq(), Seq())), list(enumerate(Seq())), list(iter(Seq())))
it = iter(iter([1]).__next__, 5)
try:
    print(next(it)); print(next(it))
except StopIteration:
    print("stop")
vals = [3, 2, 1, 0]
print(list(iter(vals.pop, 2)), vals)
for e in ("iter(5)", "iter(None)", "iter(len)", "iter(5, 1)", "next(5)", "next([])", "next(iter([]))", "iter()", "next()", "iter([], 1, 2)",
    "next(iter([]), 1, 2)", "for_in", "[*5]", "list(len)", "a, b = 5", "iter(object())", "iter(int)", "1 in 5", "zip(5)", "zip([1], 5)", "map(len)",
    "map()", "map(5, [1])", "list(map(5, [1]))", "filter(None)"):
    try:
        r = eval(e)
        print(e, r if not hasattr(r, "__next__") else type(r))
    except Exception as x:
        print(e, type(x).__name__, x)
class BadIter:
    def __iter__(self): return 5
class NoNext:
    def __iter__(self): return object()
class NoneIter:
    __iter__ = None
class Raises:
    def __iter__(self): raise ValueError("iter")
for C in (BadIter, NoNext, NoneIter, Raises):
    for f in (iter, list, lambda c: [x for x in c], lambda c: 1 in c, lambda c: (lambda *a: a)(*c), lambda c: [*c], lambda c: dict(c)):
        try:
            print(f(C()))
        except Exception as x:
            print(C.__name__, type(x).__name__, x)
