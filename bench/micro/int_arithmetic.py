"""Integer arithmetic in a loop of a million rounds."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def int_arithmetic(n):
    total = 0
    for i in range(n):
        total = total + i * 2 - i // 3 + (i & 7)
    return total


if __name__ == "__main__":
    measure("int_arithmetic", int_arithmetic, 1_000_000,
            expect=833336333333)
