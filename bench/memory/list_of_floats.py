"""A list of a million floats."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_of_floats(count):
    numbers = [i * 0.5 for i in range(count)]
    return len(numbers), numbers[-1]


if __name__ == "__main__":
    measure("list_of_floats", list_of_floats, 1_000_000,
            expect=(1_000_000, 499_999.5), small=((10_000,), (10_000, 4999.5)))
