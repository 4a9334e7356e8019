"""Functions of math, and random(), called as C functions of doubles: of ints, bools and floats; outside
of the domain, of infinities and nan, where they raise; random numbers one after the other, in order."""

import math
import random

ONE = [math.acos, math.asin, math.atan, math.cos, math.cosh, math.exp, math.expm1, math.fabs, math.log, math.log10,
       math.log1p, math.log2, math.sin, math.sinh, math.sqrt, math.tan, math.tanh, math.degrees, math.radians,
       math.asinh, math.acosh, math.atanh, math.cbrt, math.exp2, math.floor, math.ceil, math.trunc, math.isnan]
TWO = [math.atan2, math.copysign, math.fmod, math.pow, math.hypot, math.log, math.remainder]


def waves(n):
    total = 0.0
    for i in range(n):
        x = i * 0.01
        total += math.sin(x) * math.cos(x) + math.exp(-x) - math.log(x + 1) + math.atan2(x, 2) + math.fabs(-x)
        total += math.pow(x, 1.5) + math.fmod(x, 0.3) + math.log(i + 1) + math.sqrt(i)
    return total


def attempt(f, *args):
    try:
        return f(*args)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError) as e:
        return type(e).__name__ + ": " + str(e)


def sin_of(x):
    return math.sin(x)


def exp_of(x):
    return math.exp(x)


def log_of(x):
    return math.log(x)


def pow_of(x, y):
    return math.pow(x, y)


def fabs_of(x):
    return math.fabs(x)


class Number:
    def __init__(self, x):
        self.x = x

    def __float__(self):
        return self.x


def draw(n, generator):
    total, last = 0.0, 0.0
    for i in range(n):
        last = generator.random()
        total += last - random.random()
        if i == n - 1:
            total += generator.uniform(1, 2) + generator.gauss(0, 1) + random.random()
    return total, last, generator.randrange(1000), generator.choice("abcdef"), generator.getrandbits(70)


for i in range(300):
    waves(5)
    for f in (sin_of, exp_of, log_of, fabs_of):
        f(i + 0.5)
    pow_of(i + 1.0, 0.5)
    random.seed(i)
    draw(3, random.Random(i))
print(waves(100))
inf, nan = float("inf"), float("nan")
for x in (0, 1, True, -1, 0.5, -0.0, 1e300, -1e300, 710.0, 5e-324, inf, -inf, nan, 2 ** 53 + 1, 2 ** 70, "1", None, Number(0.25), 1j):
    print(repr(x) if not isinstance(x, Number) else "Number", [attempt(f, x) for f in (sin_of, exp_of, log_of, fabs_of)],
          [attempt(pow_of, x, y) for y in (0, 2, 0.5, -1, inf, nan)])
    print([attempt(f, x) for f in ONE], [attempt(f, x, 3) for f in TWO])
random.seed(7)
print(draw(20, random.Random(3)), draw(1, random.Random(4)))


class Loaded(random.Random):
    def random(self):
        return 0.25


print(draw(5, Loaded(1)))
r = random.Random(5)
print([draw(2, r)[1] for k in range(5)])
