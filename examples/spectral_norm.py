"""The spectral norm of an infinite matrix, from its first N rows and columns.

usage: spectral_norm.py [N]

The matrix is A[i, j] = 1 / ((i + j) (i + j + 1) / 2 + i + 1); the power method
finds the largest eigenvalue of its square.
"""

import math
import sys


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    n = len(vector)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(i, j) * vector[j]
        result.append(total)
    return result


def transposed_times(vector):
    n = len(vector)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(j, i) * vector[j]
        result.append(total)
    return result


def square_times(vector):
    return transposed_times(times(vector))


def spectral_norm(n, rounds=10):
    u = [1.0] * n
    v = u
    for _ in range(rounds):
        v = square_times(u)
        u = square_times(v)
    uv = sum(x * y for x, y in zip(u, v))
    vv = sum(x * x for x in v)
    return math.sqrt(uv / vv)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{spectral_norm(n):.9f}")


if __name__ == "__main__":
    main()
