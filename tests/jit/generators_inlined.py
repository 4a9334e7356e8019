# Generators made for the call that consumes them: nobody else ever gets hold of them.
import gc
import sys
import traceback


def squares(xs):
    return sum(x * x for x in xs)


def halves(n):
    return sum(i * 0.5 for i in range(n) if i & 1)


def decided(xs):
    return any(x > 50 for x in xs), all(x >= 0 for x in xs), sum(x > 5 for x in xs), any(str(x) for x in xs)


def collected(xs):
    return ",".join(str(x) for x in xs), list(x + 1 for x in xs), tuple(x for x in xs), sorted(-x for x in xs)


def several(n):
    yield 0
    for i in range(n):
        yield i * i
        if i % 3 == 0:
            yield -i
    yield from range(3)
    yield n


def of_function(n):
    return sum(several(n)), list(several(n)), max(several(n))


def nested(rows):
    return sum(sum(x for x in row if x) for row in rows), [sum(x for x in row) for row in rows]


def closure(xs, k):
    def scaled(y):
        return y * k
    return sum(scaled(x) + k for x in xs)


def divided(xs):
    try:
        return sum(10 // x for x in xs)
    except ZeroDivisionError:
        return traceback.format_exc()


def stopped(xs):
    try:
        return sum(next(iter(())) if x > 60 else x for x in xs)
    except RuntimeError as e:
        return repr(e), repr(e.__cause__), len(traceback.format_exception(e))


def looked_at(xs):
    return sum(depth(x) for x in xs)


def depth(x):
    if x < 60:
        return x
    f = sys._getframe(1)
    names = f.f_code.co_name, f.f_back.f_code.co_name, f.f_locals['x'], f.f_lineno
    print(names)
    return x


for r in range(70):
    xs = list(range(r))
    results = (squares(xs), halves(r), decided(xs), collected(xs[:5]), of_function(r), nested([xs, [r], []]),
               closure(xs, r), divided(xs[1:]), stopped(xs), looked_at(xs))
    if r % 23 == 0:
        print(results)


class Number:
    def __init__(self, n): self.n = n
    def __radd__(self, other): return Number(self.n + (other.n if isinstance(other, Number) else other))
    __add__ = __radd__
    def __bool__(self): print("asked", sys._getframe(1).f_code.co_name); return self.n > 1
    def __mul__(self, other): return self
    def __gt__(self, other): return self
    def __ge__(self, other): return self
    def __repr__(self): return f"Number({self.n})"


print(squares([1, 2.5, 10**20]), squares([True, 2]), squares(range(4)), squares([2**40, 2**40]), squares([]))
print(squares([0.1] * 10), squares([-0.0]), squares([1e308, 1e308]), squares((1, 2)), squares([1j, 2]))
print(squares([Number(3), Number(4)]), squares({1: 2, 3: 4}), squares(x for x in (1, 2, 3)))
print(decided([Number(1), Number(2)]), decided([3, 60, 4]), decided([-1]), decided([]))
print(divided([1, 0]), divided([5, 2]))
for bad in ["abc", [None], [1, "x"], 5, [[]]]:
    try:
        print(squares(bad))
    except TypeError as e:
        print(type(e).__name__, e, [f.name for f in traceback.extract_tb(e.__traceback__)])
try:
    print(collected(["a"]))
except TypeError as e:
    print(e)
try:
    print(",".join(x for x in [1]))
except TypeError as e:
    print(e)


# What was not consumed to the end is collected; what is consumed twice goes on.
def half(xs, wanted):
    g = (x for x in xs)
    found = any(x == wanted for x in g)
    return found, list(g)


def ending(log):
    try:
        yield 1
        yield 2
    finally:
        log.append("closed")


def unfinished(log):
    return any(x for x in ending(log)), any(ending(log))


for i in range(60):
    log = []
    a, b = half(range(5), i % 6), unfinished(log)
gc.collect()
print(a, b, len(log))


# Replaced builtins.
def total(xs):
    return sum(x for x in xs)


for i in range(60):
    total([1, 2, i])
print(total([1, 2]))
sum = lambda g: ("mine", type(g).__name__, list(g))
print(total([1, 2]))
del sum
print(total([1, 2]))


# Changing kinds in the middle, of what is taken and of what is run over.
def mixed(xs):
    return sum(x for x in xs)


for i in range(100):
    mixed([1, 2, 3])
print(mixed([1, 2**61, 2**61]), mixed([1, 2.0, 3]), mixed([1.5] * 4), mixed((True, False)), mixed({5: 1}), mixed(several(4)))


def recursive(n):
    return n + sum(recursive(k) for k in range(n)) if n else 1


print([recursive(n) for n in range(11)])
