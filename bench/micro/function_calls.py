"""A million calls of a small function."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def add(a, b):
    return a + b


def function_calls(n):
    total = 0
    for i in range(n):
        total = add(total, i)
    return total


if __name__ == "__main__":
    measure("function_calls", function_calls, 1_000_000,
            expect=499999500000)
