"""Counting with while."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def while_loop(n):
    i = 0
    total = 0
    while i < n:
        total += i
        i += 1
    return total


if __name__ == "__main__":
    measure("while_loop", while_loop, 1_000_000,
            expect=499999500000)
