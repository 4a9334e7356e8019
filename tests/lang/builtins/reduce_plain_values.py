# sum, max, min, all, any, bin and friends over lists that know their items, and around.
import math

big = 2**61 - 1
print(sum([big] * 9), sum([-big - 1] * 9), sum([1, 2], 2**62), sum([big, 1.5]), sum([True, 2, False]))
print(sum(range(10**6)), sum(range(0)), sum(range(5, -7, -3)), sum(range(2**70, 2**70 + 3)), sum(range(4), -0.0))
print(sum([-0.0]), sum([-0.0], -0.0), sum([0.1] * 10), sum([1e300, 1e300, -1e300]), sum((1, 2.5, 3)), sum((1, 2)))
print(sum([[1], [2]], []), sum({1, 2, 3}), sum({1: 2, 3: 4}), sum([2**70, 1]), sum([1e400, -1e400]))
nan = float("nan")
print(max([1.0, nan, 2.0]), max([nan, 1.0]), min([nan, 1.0]), max([0.0, -0.0]), min([-0.0, 0.0]), max([0, 0.0]))
print(max([3, 1, 3]), min([3, 1, 2.0]), max("a", "b"), max(["x", "yy"], key=len), max([], default=4), min((5,)))
for f in (max, min):
    try: f([])
    except ValueError as e: print(e)
    try: f([1, "a"])
    except TypeError as e: print(e)
print(all([]), any([]), all([1, 0]), any([0, "", None, 2]), all([1.5, "a"]), any([0.0]))
print([bin(i) for i in (0, 1, -1, 10, 2**61 - 1, -2**61, 2**70)], [hex(i) for i in (0, 255, -255, 2**64)], oct(-8), oct(0))
print([math.comb(n, k) for n, k in ((0, 0), (5, 2), (5, 6), (66, 33), (67, 33), (100, 50), (10**9, 2))])
print(math.prod([2**40, 2**40]), math.prod([0.5, 4.0]), math.prod([2, 0.5]), math.prod([], start=7))
print([i for i in (0, 0.0, -0.0, True, 1) if i in [0]], [0.0, -0.0].index(-0.0), [nan].count(nan), [1.5, 2.5].index(2.5))
print([1, 2, 3] == [1, 2.0, 3], (1, "a") < (1, "b"), (1, 2) == (1,), [True] == [1], (None, 1) == (None, 1), (0,) == (False,))
a = [1, 2, 3]
a.extend(reversed(a))
r = reversed(a)
next(r)
print(a, list(r), list(r))
print(hash((1, -1, "a")) == hash((1, -1, "a")), hash(()), hash((1,)), hash((-1,)), hash(((1, 2), 3)))
