"""Many short-lived and one long-lived perfect binary tree."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def make_tuples(depth):
    if depth == 0:
        return (None, None)
    return (make_tuples(depth - 1), make_tuples(depth - 1))


def count_tuples(tree):
    left, right = tree
    if left is None:
        return 1
    return 1 + count_tuples(left) + count_tuples(right)


def binary_trees(depth):
    lines = [make(depth + 1).count()]
    long_lived = make(depth)
    for d in range(4, depth + 1, 4):
        repeat = 1 << (depth - d + 4)
        nodes = 0
        for _ in range(repeat):
            nodes += make(d).count()
        lines.append((repeat, d, nodes))
    lines.append(count_tuples(make_tuples(depth)))
    lines.append(long_lived.count())
    return lines


if __name__ == "__main__":
    measure("binary_trees", binary_trees, 14,
            expect=[65535, (16384, 4, 507904), (1024, 8, 523264), (64, 12, 524224), 32767, 32767],
            small=((10,), [4095, (1024, 4, 31744), (64, 8, 32704), 2047, 2047]))
