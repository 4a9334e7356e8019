"""Choosing by type: isinstance chains, dicts of types, singledispatch, double dispatch."""

import math
import os
import sys
from abc import ABC, abstractmethod
from functools import singledispatch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Shape(ABC):
    @abstractmethod
    def area(self):
        """The shape's area."""


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius * self.radius


class Rectangle(Shape):
    def __init__(self, width, height):
        self.width = width
        self.height = height

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)


class Triangle(Shape):
    def __init__(self, a, b, c):
        self.sides = (a, b, c)

    def area(self):
        a, b, c = self.sides
        s = (a + b + c) / 2
        return math.sqrt(s * (s - a) * (s - b) * (s - c))


def perimeter(shape):
    if isinstance(shape, Circle):
        return 2 * math.pi * shape.radius
    if isinstance(shape, Square):
        return 4 * shape.width
    if isinstance(shape, Rectangle):
        return 2 * (shape.width + shape.height)
    if isinstance(shape, Triangle):
        return sum(shape.sides)
    raise TypeError(type(shape).__name__)


@singledispatch
def describe(value):
    return "something"


@describe.register(int)
def _(value):
    return "integer %d" % value


@describe.register(str)
def _(value):
    return "text " + value


@describe.register(list)
@describe.register(tuple)
def _(value):
    return "[%s]" % ", ".join(map(describe, value))


@describe.register(Shape)
def _(value):
    return type(value).__name__.lower()


@describe.register(Rectangle)
def _(value):
    return f"{value.width} by {value.height}"


def weigh(value):
    """Visits nested data; bool before int, containers last."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return 1
    if isinstance(value, (int, float)):
        return 8
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, dict):
        return sum(weigh(key) + weigh(item) for key, item in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return sum(map(weigh, value))
    if isinstance(value, Shape):
        return weigh(vars(value))
    raise TypeError(value)


SIZES = {int: lambda value: value.bit_length(), str: len, list: len, float: lambda value: 64}


def size(value):
    kind = type(value)
    if kind in SIZES:
        return SIZES[kind](value)
    for base in kind.__mro__:
        if base in SIZES:
            return SIZES[base](value)
    return 0


def isinstance_dispatch(n):
    shapes = []
    for i in range(n):
        shapes.append((Circle(i % 9 + 1), Square(i % 7 + 1), Rectangle(i % 5, i % 3 + 1),
                       Triangle(3, 4, 5))[i % 4])
    area = sum(shape.area() for shape in shapes)
    length = sum(map(perimeter, shapes))
    values = [1, "two", [3, "four", (5,)], 6.0, None, Square(2), {"a": [True, b"xyz"]}]
    texts = 0
    weight = 0
    sizes = 0
    for i in range(n // 10):
        for value in values:
            texts += len(describe(value))
            weight += weigh(value)
            sizes += size(value)
    subclasses = sum(issubclass(type(shape), Rectangle) for shape in shapes)
    abstract = sum(isinstance(value, Shape) for value in values * (n // 20))
    return "%.6f" % area, "%.6f" % length, texts, weight, sizes, subclasses, abstract


if __name__ == "__main__":
    measure("isinstance_dispatch", isinstance_dispatch, 120_000,
            expect=("3884564.720022", "2022485.796076", 1020000, 852000, 852000, 60000, 6000),
            small=((8_000,), ("258866.248602", "134814.720331", 68000, 56800, 56800, 4000, 400)))
