"""Pancake flips over all permutations of a small list."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def count_flips(permutation):
    work = permutation[:]
    flips = 0
    first = work[0]
    while first:
        work[:first + 1] = work[first::-1]
        flips += 1
        first = work[0]
    return flips


def fannkuch(n):
    permutation = list(range(n))
    counts = list(range(1, n + 1))
    most = 0
    checksum = 0
    sign = 1
    while True:
        if permutation[0]:
            flips = count_flips(permutation)
            if flips > most:
                most = flips
            checksum += sign * flips
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
            continue
        permutation[1], permutation[2] = permutation[2], permutation[1]
        sign = 1
        for i in range(2, n):
            counts[i] -= 1
            if counts[i]:
                break
            counts[i] = i + 1
            if i == n - 1:
                return checksum, most
            permutation.insert(i + 1, permutation.pop(0))


if __name__ == "__main__":
    measure("fannkuch", fannkuch, 9,
            expect=(8629, 30),
            small=((7,), (228, 16)))
