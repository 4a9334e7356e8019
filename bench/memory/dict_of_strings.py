"""A dict from string to int of 200,000 entries."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def dict_of_strings(count):
    table = {str(i): i for i in range(count)}
    return len(table), table[str(count - 1)]


if __name__ == "__main__":
    measure("dict_of_strings", dict_of_strings, 200_000,
            expect=(200_000, 199_999), small=((10_000,), (10_000, 9999)))
