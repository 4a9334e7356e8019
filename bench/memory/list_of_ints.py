"""A list of a million ints."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_of_ints(count):
    numbers = list(range(count))
    return len(numbers), numbers[-1]


if __name__ == "__main__":
    measure("list_of_ints", list_of_ints, 1_000_000,
            expect=(1_000_000, 999_999), small=((10_000,), (10_000, 9999)))
