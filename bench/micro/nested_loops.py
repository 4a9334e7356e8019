"""Three loops inside each other."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def nested_loops(n):
    total = 0
    for i in range(n):
        for j in range(n):
            for k in range(n):
                total += i + j - k
    return total


if __name__ == "__main__":
    measure("nested_loops", nested_loops, 100,
            expect=49500000)
