"""Linear equations by LU decomposition with pivoting, and by relaxation."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def random_numbers(seed):
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        yield (seed >> 33) / 2 ** 31 - 0.5


def decompose(matrix):
    """The factors in one matrix, and the order of the rows."""
    n = len(matrix)
    lu = [row[:] for row in matrix]
    order = list(range(n))
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(lu[i][k]))
        if pivot != k:
            lu[k], lu[pivot] = lu[pivot], lu[k]
            order[k], order[pivot] = order[pivot], order[k]
        top = lu[k]
        for i in range(k + 1, n):
            row = lu[i]
            factor = row[k] / top[k]
            row[k] = factor
            for j in range(k + 1, n):
                row[j] -= factor * top[j]
    return lu, order


def solve(lu, order, right):
    n = len(lu)
    x = [right[i] for i in order]
    for i in range(n):
        row = lu[i]
        for j in range(i):
            x[i] -= row[j] * x[j]
    for i in reversed(range(n)):
        row = lu[i]
        for j in range(i + 1, n):
            x[i] -= row[j] * x[j]
        x[i] /= row[i]
    return x


def relax(grid, omega, rounds):
    """Successive over-relaxation of the inner points of a square."""
    n = len(grid)
    for _ in range(rounds):
        for i in range(1, n - 1):
            above, here, below = grid[i - 1], grid[i], grid[i + 1]
            for j in range(1, n - 1):
                here[j] = (omega * 0.25 * (above[j] + below[j] + here[j - 1] + here[j + 1]) +
                           (1.0 - omega) * here[j])


def lu_decomposition(n, rounds):
    numbers = random_numbers(7)
    matrix = [[next(numbers) for _ in range(n)] for _ in range(n)]
    right = [next(numbers) for _ in range(n)]
    lu, order = decompose(matrix)
    x = solve(lu, order, right)
    residual = max(abs(sum(a * b for a, b in zip(row, x)) - r) for row, r in zip(matrix, right))
    grid = [[next(numbers) for _ in range(n)] for _ in range(n)]
    relax(grid, 1.25, rounds)
    return residual < 1e-9, "%.9f" % sum(map(sum, grid))


if __name__ == "__main__":
    measure("lu_decomposition", lu_decomposition, 140, 140,
            expect=(True, "42.983431371"),
            small=((50, 60), (True, "1.233160711")))
