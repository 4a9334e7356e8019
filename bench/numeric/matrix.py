"""Matrices as lists of lists: product, transpose, power, determinant."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def identity(n):
    return [[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)]


def transpose(matrix):
    return [list(column) for column in zip(*matrix)]


def multiply(a, b):
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def multiply_by_index(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0] * p for _ in range(n)]
    for i in range(n):
        row = result[i]
        for j in range(p):
            total = 0
            for k in range(m):
                total += a[i][k] * b[k][j]
            row[j] = total
    return result


def power(matrix, exponent):
    result = identity(len(matrix))
    while exponent:
        if exponent & 1:
            result = multiply(result, matrix)
        matrix = multiply(matrix, matrix)
        exponent >>= 1
    return result


def trace(matrix):
    return sum(matrix[i][i] for i in range(len(matrix)))


def matrix(n):
    integers = [[(i * j + i) % 10 - 4 for j in range(n)] for i in range(n)]
    product = multiply_by_index(integers, transpose(integers))
    square = multiply_by_index(product, integers)
    stochastic = [[((i * 7 + j * 3) % 11 + 1) / 10.0 for j in range(n)] for i in range(n)]
    for row in stochastic:
        total = sum(row)
        for j, value in enumerate(row):
            row[j] = value / total
    steady = power(stochastic, 9)
    return trace(product), sum(map(sum, square)), "%.9f" % trace(steady)


if __name__ == "__main__":
    measure("matrix", matrix, 96,
            expect=(83236, -44471184, "0.999999999"),
            small=((32,), (9420, -734336, "0.999999997")))
