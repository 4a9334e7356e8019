"""Recursion that passes through natives: sort keys, map, sum, generators, special methods."""


class Node:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return 0 if self.n == 0 else 1 + len(Node(self.n - 1))

    def __add__(self, other):
        return other if self.n == 0 else Node(self.n - 1) + (other + 1)

    def __eq__(self, other):
        return self.n == 0 or Node(self.n - 1) == other

    @property
    def depth(self):
        return 0 if self.n == 0 else 1 + Node(self.n - 1).depth


def by_sort(n):
    return 0 if n == 0 else sorted([n], key=lambda v: by_sort(v - 1))[0]


def by_map(n):
    return 0 if n == 0 else 1 + sum(map(by_map, [n - 1]))


def by_generator(n):
    if n:
        yield n
        yield from by_generator(n - 1)


def walk(tree):
    return sum(walk(t) for t in tree) if isinstance(tree, list) else tree


for n in (10, 60):
    for _ in range(20):
        out = len(Node(n)), Node(n) + 0, Node(n) == 1, Node(n).depth, by_sort(n), by_map(n), sum(by_generator(n))
    print(out)
print(walk([[1, 2, [3, [4]]], 5] * 100))
caught = 0
for _ in range(3):
    for f in (lambda: len(Node(3000)), lambda: Node(3000) + 0, lambda: Node(3000) == 1, lambda: by_map(3000),
              lambda: by_sort(3000), lambda: Node(3000).depth):
        try:
            f()
        except RecursionError:
            caught += 1
print(caught)
