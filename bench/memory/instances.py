"""300,000 instances with two attributes."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def instances(count):
    points = [Point(i, i + 1) for i in range(count)]
    return len(points), points[-1].x, points[-1].y


if __name__ == "__main__":
    measure("instances", instances, 300_000,
            expect=(300_000, 299_999, 300_000), small=((10_000,), (10_000, 9999, 10_000)))
