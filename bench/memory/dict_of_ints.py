"""A dict from int to int of half a million entries."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def dict_of_ints(count):
    table = {i: i for i in range(count)}
    return len(table), table[count - 1]


if __name__ == "__main__":
    measure("dict_of_ints", dict_of_ints, 500_000,
            expect=(500_000, 499_999), small=((10_000,), (10_000, 9999)))
