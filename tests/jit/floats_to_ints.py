"""int(), round(), //, % and floor of floats in hot loops, of all sizes."""

import math


def whole(x):
    return int(x), round(x), math.floor(x), math.ceil(x), math.trunc(x)


def halves(n):
    t = 0
    for i in range(n):
        t += int(i / 3) + round(i / 2) + (i / 7).is_integer() + int(-i / 3)
    return t


print(halves(3000))
for x in (0.5, 1.5, -0.5, -2.5, 1e15 + 0.5, 2.0 ** 52 + 0.5, 2.0 ** 61, -2.0 ** 62, 2.0 ** 63, 1e20, -1e300, 5e-324, True, 7):
    print(x, *whole(x))
for x in (float("inf"), float("-inf"), float("nan"), "x", None):
    for f in (int, round, math.floor):
        for _ in range(100):
            try:
                f(x)
            except (OverflowError, ValueError, TypeError) as e:
                text = type(e).__name__ + ": " + str(e)
        print(text)


def powers(n):
    t = 0.0
    for i in range(n):
        t += i ** 0.5 + 2.0 ** (i % 10) + (i + 1) ** -1 + math.sqrt(i) + round(i / 7, 2)
    return t


print(powers(2000))
for bad in (lambda: math.sqrt(-1), lambda: 0.0 ** -1, lambda: 1e200 ** 2, lambda: float(10 ** 400), lambda: 10 ** 400 / 3):
    try:
        bad()
    except (ValueError, ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__, e)
print((-8) ** (1 / 3), 2 ** 0.5 ** 2, 10 ** 400 // 10 ** 399 / 2, (2 ** 62) / 3, (2 ** 53 + 1) / 1, -7 // 2.0, -7 % 2.5)
