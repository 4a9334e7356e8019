"""Building a dict with string keys."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def dict_build(rounds):
    keys = ["key%d" % i for i in range(10_000)]
    size = 0
    for _ in range(rounds):
        table = {}
        for i in range(10_000):
            table[keys[i]] = i
        size += len(table)
    return size


if __name__ == "__main__":
    measure("dict_build", dict_build, 50,
            expect=500000)
