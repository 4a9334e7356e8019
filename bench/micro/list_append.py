"""Building a list by append."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_append(n):
    items = []
    for i in range(n):
        items.append(i)
    return len(items) + items[-1]


if __name__ == "__main__":
    measure("list_append", list_append, 1_000_000,
            expect=1999999)
