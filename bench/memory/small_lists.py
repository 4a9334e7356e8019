"""200,000 lists of three."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def small_lists(count):
    rows = [[i, i + 1, None] for i in range(count)]
    return len(rows), rows[-1]


if __name__ == "__main__":
    measure("small_lists", small_lists, 200_000,
            expect=(200_000, [199_999, 200_000, None]), small=((10_000,), (10_000, [9999, 10_000, None])))
