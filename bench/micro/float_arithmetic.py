"""A dependent chain of float operations, a million rounds."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def float_arithmetic(n):
    x = 0.5
    total = 0.0
    for _ in range(n):
        x = x * 1.0000001 + 0.5
        total += x / 3.0
        x = x - total * 1e-9
    return total


if __name__ == "__main__":
    measure("float_arithmetic", float_arithmetic, 1_000_000,
            expect=63062472.82850818)
