"""Counting with for and range."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def simple_loop(n):
    count = 0
    for i in range(n):
        count += 1
    return count


if __name__ == "__main__":
    measure("simple_loop", simple_loop, 1_000_000,
            expect=1000000)
