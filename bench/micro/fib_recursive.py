"""Fibonacci by recursion: calls and comparisons."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def fib_recursive(n):
    return fib(n)


if __name__ == "__main__":
    measure("fib_recursive", fib_recursive, 25,
            expect=75025)
