"""A comprehension with a condition, then a sum."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_comprehension(rounds):
    total = 0
    for _ in range(rounds):
        squares = [x * x for x in range(100_000) if x % 3]
        total += sum(squares)
    return total


if __name__ == "__main__":
    measure("list_comprehension", list_comprehension, 10,
            expect=2222155555888890)
