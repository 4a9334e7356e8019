"""Summing a list with for."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_iteration(rounds):
    items = list(range(100_000))
    total = 0
    for _ in range(rounds):
        for item in items:
            total += item
    return total


if __name__ == "__main__":
    measure("list_iteration", list_iteration, 10,
            expect=49999500000)
