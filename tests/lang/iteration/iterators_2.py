class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration("done")
        self.n -= 1
        return self.n
a, *b = Count(4); print(a, b)
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
it = iter(iter([1]).__next__, 5)
vals = [3, 2, 1, 0]
for e in ("filter(None, 5)", "list(filter(5, [1]))", "enumerate()", "enumerate(5)", "enumerate([], 'a')", "reversed({1})", "reversed(x for x in [])",
    "reversed(5)", "list(zip([1], [1, 2], strict=True))", "list(zip([1, 2], [1], strict=True))", "list(zip([1], [1], [], strict=True))",
    "zip(strict=5)", "zip([], foo=1)", "enumerate([], start=5).__next__()", "list(enumerate('ab', start=2**70))", "list(enumerate(iterable='ab'))",
    "all(5)", "any(None)", "all()", "sum(x for x in 'a')", "list(map(lambda x: x, [1], [2]))", "reversed()", "list(reversed({1: 2, 3: 4}))",
    "map(str, [1], foo=2)"):
    try:
        r = eval(e)
        print(e, r if not hasattr(r, "__next__") else type(r))
    except Exception as x:
        print(e, type(x).__name__, x)
