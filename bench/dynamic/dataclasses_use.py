"""Data classes: made, compared, ordered, hashed, replaced, printed, turned into dicts."""

import os
import sys
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import List, Optional

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


@dataclass(frozen=True)
class Point:
    x: int
    y: int

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
    patch: int = 0
    label: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split(".")))

    def __str__(self):
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass
class Line:
    product: str
    price: float
    quantity: int = 1

    @property
    def total(self):
        return self.price * self.quantity


@dataclass
class Order:
    number: int
    customer: Optional[str] = None
    lines: List[Line] = field(default_factory=list)
    total: float = field(init=False, default=0.0)

    def __post_init__(self):
        self.recompute()

    def recompute(self):
        self.total = sum(line.total for line in self.lines)

    def add(self, line):
        self.lines.append(line)
        self.recompute()


def walk(steps):
    moves = [Point(0, 1), Point(1, 0), Point(0, -1), Point(-1, 0), Point(1, 1)]
    here = Point(0, 0)
    visited = {here}
    state = 9
    for _ in range(steps):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        here = here + moves[(state >> 8) % 5]
        visited.add(here)
    return len(visited), repr(here)


def dataclasses_use(n):
    visited, last = walk(n)
    versions = [Version.parse(f"{i * 7 % 5}.{i * 3 % 11}.{i % 13}") for i in range(n // 4)]
    versions.sort()
    newest = max(versions)
    assert newest == replace(newest, label="other") and not newest < versions[0]
    orders = []
    for i in range(n // 8):
        order = Order(i, f"customer {i % 10}", [Line("pen", 1.5, i % 4 + 1)])
        order.add(Line("book", 20.0))
        orders.append(order)
    total = sum(order.total for order in orders)
    plain = [asdict(order) for order in orders[:n // 80]]
    rows = [astuple(line) for order in orders[:n // 20] for line in order.lines]
    same = sum(1 for a, b in zip(orders, orders[1:]) if a.lines == b.lines or a == b)
    return (visited, last, str(newest), str(versions[n // 8]), total, plain[-1]["lines"][0]["product"],
            rows[-1], same, len(repr(orders[5])))


if __name__ == "__main__":
    measure("dataclasses_use", dataclasses_use, 120_000,
            expect=(77489, "Point(x=23717, y=24058)", "4.10.12", "2.5.6", 356250.0, "pen",
                    ("book", 20.0, 1), 0, 148),
            small=((8_000,), (5151, "Point(x=1494, y=1660)", "4.10.12", "2.5.6", 23750.0, "pen",
                              ("book", 20.0, 1), 0, 148)))
