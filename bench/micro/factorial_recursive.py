"""factorial(500) by recursion: deep calls and big integers."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)


def factorial_recursive(rounds):
    total = 0
    for _ in range(rounds):
        total += factorial(500) % 1000003
    return total


if __name__ == "__main__":
    measure("factorial_recursive", factorial_recursive, 500,
            expect=72152500)
