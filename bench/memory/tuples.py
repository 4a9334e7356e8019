"""300,000 pairs."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def tuples(count):
    pairs = [(i, i + 1) for i in range(count)]
    return len(pairs), pairs[-1]


if __name__ == "__main__":
    measure("tuples", tuples, 300_000,
            expect=(300_000, (299_999, 300_000)), small=((10_000,), (10_000, (9999, 10_000))))
