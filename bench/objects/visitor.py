"""Visitors over an expression tree: evaluation, simplification, derivative, printing."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Node:
    def accept(self, visitor):
        method = getattr(visitor, "visit_" + type(self).__name__.lower())
        return method(self)


class Number(Node):
    def __init__(self, value):
        self.value = value


class Name(Node):
    def __init__(self, name):
        self.name = name


class Binary(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right


class Sum(Binary):
    pass


class Product(Binary):
    pass


class Evaluator:
    def __init__(self, names):
        self.names = names

    def visit_number(self, node):
        return node.value

    def visit_name(self, node):
        return self.names[node.name]

    def visit_sum(self, node):
        return (node.left.accept(self) + node.right.accept(self)) % 1000003

    def visit_product(self, node):
        return node.left.accept(self) * node.right.accept(self) % 1000003


class Derivative:
    def __init__(self, name):
        self.name = name

    def visit_number(self, node):
        return Number(0)

    def visit_name(self, node):
        return Number(1 if node.name == self.name else 0)

    def visit_sum(self, node):
        return Sum(node.left.accept(self), node.right.accept(self))

    def visit_product(self, node):
        return Sum(Product(node.left.accept(self), node.right),
                   Product(node.left, node.right.accept(self)))


class Simplifier:
    def visit_number(self, node):
        return node

    def visit_name(self, node):
        return node

    def visit_sum(self, node):
        left = node.left.accept(self)
        right = node.right.accept(self)
        if isinstance(left, Number) and isinstance(right, Number):
            return Number(left.value + right.value)
        if isinstance(left, Number) and left.value == 0:
            return right
        if isinstance(right, Number) and right.value == 0:
            return left
        return Sum(left, right)

    def visit_product(self, node):
        left = node.left.accept(self)
        right = node.right.accept(self)
        for a, b in ((left, right), (right, left)):
            if isinstance(a, Number):
                if a.value == 0:
                    return a
                if a.value == 1:
                    return b
        return Product(left, right)


class Printer:
    def visit_number(self, node):
        return str(node.value)

    def visit_name(self, node):
        return node.name

    def visit_sum(self, node):
        return f"({node.left.accept(self)} + {node.right.accept(self)})"

    def visit_product(self, node):
        return f"{node.left.accept(self)} * {node.right.accept(self)}"


class Size:
    def __init__(self):
        self.counts = {}

    def count(self, node):
        kind = type(node).__name__
        self.counts[kind] = self.counts.get(kind, 0) + 1

    visit_number = visit_name = count

    def visit_sum(self, node):
        self.count(node)
        node.left.accept(self)
        node.right.accept(self)

    visit_product = visit_sum


def build(depth, seed):
    if depth == 0:
        return Number(seed % 5 + 1) if seed % 7 == 0 else Name("xyz"[seed % 3])
    left = build(depth - 1, seed * 48271 % 65537)
    right = build(depth - 1, seed * 69621 % 65537)
    return (Sum if seed % 3 else Product)(left, right)


def visitor(depth, rounds):
    tree = build(depth, 11)
    derivative = tree.accept(Derivative("x")).accept(Simplifier())
    size = Size()
    derivative.accept(size)
    total = 0
    for i in range(rounds):
        total += derivative.accept(Evaluator({"x": i, "y": i + 1, "z": 2 * i}))
    text = derivative.accept(Printer())
    return sorted(size.counts.items()), total, len(text), text.count("*")


if __name__ == "__main__":
    measure("visitor", visitor, 12, 120,
            expect=([("Name", 6024), ("Number", 514), ("Product", 2856), ("Sum", 3681)],
                    57500390, 33519, 2856),
            small=((9, 20), ([("Name", 913), ("Number", 149), ("Product", 506), ("Sum", 555)],
                             8824099, 5355, 506)))
