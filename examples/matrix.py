"""Multiplies, transposes and solves with matrices as lists of lists.

usage: matrix.py [N]
"""

import sys


class Random:
    """A small linear congruential generator, the same on every Python."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state / 2147483648.0


def random_matrix(n, random):
    return [[random.next() * 2.0 - 1.0 for _ in range(n)] for _ in range(n)]


def identity(n):
    return [[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)]


def multiply_by_index(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0.0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            total = 0.0
            for k in range(m):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def multiply_by_zip(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def transpose(a):
    return [list(column) for column in zip(*a)]


def trace(a):
    return sum(a[i][i] for i in range(len(a)))


def inverse(a):
    """Gauss-Jordan elimination with partial pivoting."""
    n = len(a)
    rows = [row[:] + unit for row, unit in zip(a, identity(n))]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        if abs(rows[pivot][i]) < 1e-12:
            raise ValueError("the matrix is singular")
        rows[i], rows[pivot] = rows[pivot], rows[i]
        scale = rows[i][i]
        rows[i] = [x / scale for x in rows[i]]
        for r in range(n):
            if r != i and rows[r][i] != 0.0:
                factor = rows[r][i]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[i])]
    return [row[n:] for row in rows]


def distance(a, b):
    return max(abs(x - y) for r, s in zip(a, b) for x, y in zip(r, s))


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    random = Random(42)
    a, b = random_matrix(n, random), random_matrix(n, random)
    product = multiply_by_index(a, b)
    print(f"trace of the product: {trace(product):.9f}")
    print(f"two ways agree to 1e-9: {distance(product, multiply_by_zip(a, b)) < 1e-9}")
    swapped = transpose(multiply_by_index(transpose(b), transpose(a)))
    print(f"(AB)^T = B^T A^T to 1e-9: {distance(product, swapped) < 1e-9}")
    undone = multiply_by_zip(a, inverse(a))
    print(f"A times its inverse is 1 to 1e-6: {distance(undone, identity(n)) < 1e-6}")
    try:
        inverse([[1.0, 2.0], [2.0, 4.0]])
    except ValueError as error:
        print("error:", error)


if __name__ == "__main__":
    main()
