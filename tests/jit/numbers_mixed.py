# Functions that have computed on ints and on floats: each operation asks which.
class Odd:
    def __add__(self, other):
        return "added"

    def __lt__(self, other):
        return "smaller"

    __gt__ = __le__ = __ge__ = __lt__

    def __rmul__(self, other):
        return "multiplied"


def dot(xs, ys):
    total = 0
    for i in range(len(xs)):
        total += xs[i] * ys[i]
    return total


def arithmetic(x, y):
    return x + y, x - y, x * y, x / y, x + 1, 2 - x, y * 3, x * x


def compare(x, y):
    return x < y, x <= y, x == y, x != y, x > y, x >= y, x > 3, 3 == y


def branches(x, y):
    n = 0
    if x < y:
        n += 1
    if x == y:
        n += 2
    while x > y and n < 10:
        n += 4
    return n


def clamp(x, low, high):
    if x < low:
        return low
    return high if x > high else x


def warm(f, *pairs):
    for _ in range(150):
        for x, y in pairs:
            f(x, y)


warm(arithmetic, (3, 4), (3.5, 2), (2, 3.5), (0.5, 0.25))
warm(compare, (3, 4), (3.5, 2), (2, 3.5), (0.5, 0.25))
warm(branches, (3, 4), (3.5, 2), (2, 3.5), (0.5, 0.25))
values = [0, 1, -7, 3, 2**60, 2**61 - 1, -2**61, 2**62, 2**53, 2**53 + 1, 0.0, -0.0, 1.0, 3.0, -2.5, float(2**53),
          1e300, -1e-300, 5e-324, float("inf"), float("nan"), True]
for x in values:
    for y in values:
        try:
            print(x, y, arithmetic(x, y), end=" ")
        except (ZeroDivisionError, OverflowError) as e:
            print(e, end=" ")
        print(compare(x, y), branches(x, y))
ints, floats = list(range(20)), [i / 4 for i in range(20)]
for _ in range(100):
    for a, b in ((ints, ints), (floats, floats), (ints, floats)):
        result = dot(a, b)
print(dot(ints, ints), dot(floats, floats), dot(ints, floats), dot(ints + [0.5], ints + [8]))
for _ in range(300):
    clamp(5, 1, 3), clamp(0.5, 1, 3.0), clamp(2, 1.0, 3)
print([clamp(x, 1, 3.0) for x in values])
print(compare(Odd(), 3)[0], branches(Odd(), 3.5), clamp(Odd(), 1, 2))
for x, y in ((Odd(), 1), ("a", "b"), (1, Odd())):
    try:
        print(arithmetic(x, y))
    except TypeError as e:
        print(type(e).__name__, e)
print(dot([1.5, 2], [Odd(), 3]) if False else arithmetic(7, 2.5))
try:
    dot([1.5, Odd()], [2, 3])
except TypeError as e:
    print(e)
