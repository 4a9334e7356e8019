"""Recursive generators: permutations, subsets, tree walks, partitions."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [item] + rest


def permutations_in_place(items, n):
    if n == 1:
        yield items
        return
    for i in range(n):
        yield from permutations_in_place(items, n - 1)
        j = 0 if n % 2 else i
        items[j], items[n - 1] = items[n - 1], items[j]


def subsets(items):
    if not items:
        yield ()
        return
    first, rest = items[0], items[1:]
    for subset in subsets(rest):
        yield subset
        yield (first,) + subset


def partitions(n, largest):
    """The ways to write n as a sum of numbers up to largest."""
    if n == 0:
        yield ()
        return
    for first in range(min(n, largest), 0, -1):
        for rest in partitions(n - first, first):
            yield (first,) + rest


class Tree:
    def __init__(self, value):
        self.value = value
        self.left = None
        self.right = None

    def insert(self, value):
        node = self
        while True:
            side = "left" if value < node.value else "right"
            child = getattr(node, side)
            if child is None:
                setattr(node, side, Tree(value))
                return
            node = child

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def recursive_generators(size, count):
    checksum = 0
    for permutation in permutations(list(range(size))):
        checksum = (checksum * 3 + permutation[0] * permutation[-1]) % 1000003
    swapped = set()
    for permutation in permutations_in_place(list(range(size)), size):
        swapped.add(tuple(permutation))
    tree = Tree(count // 2)
    for i in range(count):
        tree.insert(i * 7919 % count)
    in_order = list(tree)
    assert in_order == sorted(in_order)
    chosen = sum(1 for subset in subsets(tuple(range(15))) if sum(subset) % 7 == 0)
    ways = sum(1 for _ in partitions(40, 40))
    return checksum, len(swapped), sum(in_order), chosen, ways


if __name__ == "__main__":
    measure("permutations", recursive_generators, 8, 40_000,
            expect=(455964, 40320, 800000000, 4688, 37338),
            small=((6, 2000), (810448, 720, 2000000, 4688, 37338)))
