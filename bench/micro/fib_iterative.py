"""Fibonacci by iteration, many times over: multiple assignment."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fib_iterative(rounds):
    total = 0
    for _ in range(rounds):
        total += fib(60)
    return total


if __name__ == "__main__":
    measure("fib_iterative", fib_iterative, 10_000,
            expect=15480087559200000, small=((1000,), 1548008755920000))
