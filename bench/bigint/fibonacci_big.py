"""Long integers: Fibonacci by adding and by doubling, factorials, digits, isqrt."""

import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def fibonacci_adding(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fibonacci_doubling(n):
    """The n-th and the following Fibonacci number."""
    if n == 0:
        return 0, 1
    a, b = fibonacci_doubling(n // 2)
    c = a * (2 * b - a)
    d = a * a + b * b
    return (d, c + d) if n % 2 else (c, d)


def product(low, high):
    """low * (low + 1) * ... * (high - 1), balanced."""
    if high - low < 8:
        result = 1
        for i in range(low, high):
            result *= i
        return result
    middle = (low + high) // 2
    return product(low, middle) * product(middle, high)


def digit_sum(n):
    return sum(map(int, str(n)))


def square_root(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


def fibonacci_big(n):
    added = fibonacci_adding(n)
    assert added == fibonacci_doubling(n)[0]
    factorial = product(1, n // 5)
    assert factorial == math.factorial(n // 5 - 1)
    root = square_root(added)
    assert root == math.isqrt(added)
    collatz = added
    steps = 0
    while collatz > 1 and steps < n // 20:
        collatz = collatz * 3 + 1 if collatz & 1 else collatz >> 1
        steps += 1
    return (digit_sum(added % 10 ** 4000), digit_sum(factorial % (10 ** 4000 + 7)),
            root % 10 ** 12, collatz % 10 ** 12)


if __name__ == "__main__":
    measure("fibonacci_big", fibonacci_big, 150_000,
            expect=(17851, 17995, 296350407484, 168596989110),
            small=((30_000,), (18232, 18136, 460604838497, 816481829975)))
