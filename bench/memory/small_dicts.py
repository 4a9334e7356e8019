"""100,000 dicts of the same three keys."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def small_dicts(count):
    rows = [{"name": i, "size": i + 1, "price": 1.5} for i in range(count)]
    return len(rows), rows[-1]["size"]


if __name__ == "__main__":
    measure("small_dicts", small_dicts, 100_000,
            expect=(100_000, 100_000), small=((10_000,), (10_000, 10_000)))
