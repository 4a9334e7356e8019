"""A list of 300,000 short strings, no two the same."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def list_of_strings(count):
    words = ["word" + str(i) for i in range(count)]
    return len(words), words[-1]


if __name__ == "__main__":
    measure("list_of_strings", list_of_strings, 300_000,
            expect=(300_000, 'word299999'), small=((10_000,), (10_000, 'word9999')))
