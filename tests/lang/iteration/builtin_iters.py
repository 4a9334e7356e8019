print(list(zip()), list(zip("ab")), list(zip("ab", range(5), [True])), list(zip([1, 2], [3, 4], strict=True)), list(map(pow, [2, 3], [3, 2])), list(map(None.__class__, [])), list(filter(None, [0, 1, "", "a", [], [0], None])), list(filter(lambda x: x > 1, [1, 2, 3])), list(enumerate("ab", 10)), list(enumerate("ab", start=-1)), all([]), any([]), all([1, 0, 1 / 1]), any([0, "", 3]), sorted({"b": 1, "a": 2}), list(reversed("abc")), list(reversed(range(0, 10, 3))), list(map(lambda *a: a, [1, 2], "ab", (True, False))))
z = zip(iter([1, 2, 3]), iter("ab"))
print(list(z))
it = iter([1, 2, 3, 4, 5]); print(list(zip(it, it)), next(it, "gone"))
it = iter("abc"); print(list(zip(range(2), it)), next(it)); it = iter("abc"); print(list(zip(it, range(2))), next(it, "gone"))
def noisy(n, name):
    for i in range(n):
        print(name, i); yield i
print(list(zip(noisy(2, "x"), noisy(3, "y")))); print(all(noisy(3, "all")), any(noisy(3, "any")), 1 in noisy(3, "in"))
m = map(noisy, [1], ["m"]); print([list(g) for g in m])
class R:
    def __reversed__(self): return "custom"
    def __len__(self): return 2
    def __getitem__(self, i): return i * 5
print(reversed(R())); del R.__reversed__; print(list(reversed(R()))); R.__reversed__ = None
try:
    reversed(R())
except TypeError as e: print(e)
try:
    list(map(lambda x: 1 / x, [1, 0]))
except ZeroDivisionError as e: print(e)
m = map(lambda x: 1 / x, [1, 0, 2]); print(next(m))
try: next(m)
except ZeroDivisionError: print("zde")
print(next(m), list(m))
f = filter(lambda x: x[0], [(1,), (), (2,)]); print(next(f))
try: next(f)
except IndexError as e: print(e)
print(list(f), max("ab", "b"), min([[3], [1, 2]]), max({"a": 5, "b": 1}, key={"a": 5, "b": 1}.get), sorted([1, 2, 3], key=lambda x: (x % 2, -x)), divmod(*(7, 2)), [*map(str.upper, "abc")], dict(enumerate("ab")), list(zip(*[[1, 2], [3, 4]])), list(map(list, zip("ab", "cd"))))
