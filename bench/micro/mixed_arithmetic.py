"""Integers and floats in one expression, half a million rounds."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def mixed_arithmetic(n):
    total = 0.0
    count = 0
    for i in range(n):
        total += i * 0.5 + count
        count = (count + i) % 1000
        if total > 1e9:
            total -= 1000000000
    return total, count


if __name__ == "__main__":
    measure("mixed_arithmetic", mixed_arithmetic, 500_000,
            expect=(745625000.0, 0))
