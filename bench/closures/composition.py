"""Functions made of functions: composition, currying, memo, church numerals, lenses."""

import functools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def compose(*functions):
    def composed(x):
        for f in reversed(functions):
            x = f(x)
        return x
    return composed


def curry2(f):
    return lambda a: lambda b: f(a, b)


def adder(n):
    return lambda x: x + n


def multiplier(n):
    def multiply(x):
        return x * n
    return multiply


def counter():
    count = 0

    def increment(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        count = 0

    return increment, reset


def memoize(f):
    seen = {}

    @functools.wraps(f)
    def wrapper(*args):
        if args not in seen:
            seen[args] = f(*args)
        return seen[args]
    return wrapper


def trampoline(f, *args):
    result = f(*args)
    while callable(result):
        result = result()
    return result


def even(n):
    return True if n == 0 else lambda: odd(n - 1)


def odd(n):
    return False if n == 0 else lambda: even(n - 1)


def church(n):
    return lambda f: lambda x: functools.reduce(lambda value, _: f(value), range(n), x)


def church_add(a, b):
    return lambda f: lambda x: a(f)(b(f)(x))


def church_multiply(a, b):
    return lambda f: a(b(f))


def fold(f, start):
    def folded(items):
        result = start
        for item in items:
            result = f(result, item)
        return result
    return folded


def composition(n):
    steps = [adder(3), multiplier(7), lambda x: x % 10007, adder(-1)]
    pipeline = compose(*reversed(steps))
    value = 1
    for _ in range(n):
        value = pipeline(value)

    increment, reset = counter()
    for i in range(n):
        if increment(i & 3) > 10_000:
            reset()

    @memoize
    def paths(x, y):
        return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)

    total = fold(lambda a, b: (a * 31 + b) % 1000003, 7)
    adders = [curry2(lambda a, b: a * b + 1)(i) for i in range(10)]
    curried = total(f(i) for i in range(n // 40) for f in adders)
    number = church_multiply(church_add(church(7), church(5)), church(n // 120))
    partial = functools.partial(lambda a, b, c: a * b - c, 3, c=1)
    return (value, increment(), paths(60, 60) % 1000003, curried, trampoline(even, n),
            number(lambda x: x + 1)(0), functools.reduce(lambda a, b: a ^ b, map(partial, range(n))))


if __name__ == "__main__":
    measure("composition", composition, 400_000,
            expect=(5269, 9883, 718139, 121086, True, 39996, -532736),
            small=((40_000,), (731, 9991, 718139, 233099, True, 3996, -14592)))
