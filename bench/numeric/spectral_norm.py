"""The spectral norm of an infinite matrix, by the power method."""

import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    size = range(len(vector))
    return [sum(element(i, j) * vector[j] for j in size) for i in size]


def transposed_times(vector):
    size = range(len(vector))
    result = []
    for i in size:
        total = 0.0
        for j in size:
            total += element(j, i) * vector[j]
        result.append(total)
    return result


def both_times(vector):
    return transposed_times(times(vector))


def spectral_norm(size):
    u = [1.0] * size
    for _ in range(10):
        v = both_times(u)
        u = both_times(v)
    uv = vv = 0.0
    for a, b in zip(u, v):
        uv += a * b
        vv += b * b
    return "%.9f" % math.sqrt(uv / vv)


if __name__ == "__main__":
    measure("spectral_norm", spectral_norm, 240,
            expect="1.274223830",
            small=((60,), "1.274206094"))
