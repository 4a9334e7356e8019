"""Reading and writing a list by index."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_indexing(rounds):
    items = [0] * 100_000
    n = len(items)
    for _ in range(rounds):
        for i in range(1, n):
            items[i] = items[i - 1] + 1
    return items[-1]


if __name__ == "__main__":
    measure("list_indexing", list_indexing, 10,
            expect=99999)
