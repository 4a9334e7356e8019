# Classes with a __new__ of their own: named tuples, subclasses of tuple, singletons,
# factories whose products have an __init__ that the class has not.
from collections import namedtuple
from typing import NamedTuple

Point = namedtuple("Point", "x y")
Reading = namedtuple("Reading", "station hour unit", defaults=("C",))


class Interval(NamedTuple):
    start: int
    end: int
    label: str = "none"

    @property
    def length(self):
        return self.end - self.start


def sums(n):
    total = 0
    for i in range(n):
        p = Point(i, y=2)
        q = Interval(p.x, end=p.y * i)
        total += q.length + p[0] + len(q)
        x, y = p
        total += x - y
    return total


def kept(n):
    out = []
    for i in range(n):
        out.append(Reading("s%d" % (i % 3), i))
        out.append(Interval(i, i + 1, label="x"))
    return out


def wrong(n):
    errors = set()
    for i in range(n):
        try:
            Point(i) if i % 2 else Point(i, z=3)
        except TypeError as e:
            errors.add(str(e))
    return sorted(errors)


for _ in range(3):
    print(sums(500), kept(400)[-2:], type(kept(3)[0]) is Reading, wrong(50))
print(hash(Point(1, 2)) == hash((1, 2)), Point(1, 2) == (1, 2), {Point(1, 2): 3}[1, 2])


class Pair(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (b, a))

    def __init__(self, *args):
        pass


class Bare(tuple):
    def __new__(cls, a, b):
        made = tuple.__new__(cls, (b, a))
        made.note = a
        return made


class Slow(tuple):
    def __new__(cls, items):
        items = tuple(items)
        return tuple.__new__(cls, items)


def pairs(n):
    total = 0
    for i in range(n):
        p, q, r = Pair(i, 1), Bare(i, 2), Slow([i, i])
        total += p[1] + q[1] + q.note + r[0] + len(r)
    return total, p, q, r, type(p), type(q), type(r)


for _ in range(3):
    print(pairs(500))


class Shape:
    def __new__(cls, kind, size):
        if kind > 90 and size == 499:
            size = size * 10**30  # leaves compiled code
        made = object.__new__(Circle if kind % 2 else Square)
        made.made_of = size
        return made


class Circle(Shape):
    def __init__(self, kind, size):
        self.area = kind * size * 3


class Square(Shape):
    def __init__(self, kind, size):
        self.area = kind * size


class Late:
    def __new__(cls, i):
        if i % 7 == 6:
            class Inner(cls):
                def __init__(self, i):
                    self.i = i, "inner"
            return object.__new__(Inner)
        if i % 11 == 6:
            return i
        made = object.__new__(cls)
        made.i = i
        return made


class Single:
    only = None

    def __new__(cls, *, tag):
        if cls.only is None:
            cls.only = object.__new__(cls)
        cls.only.tag = tag
        return cls.only


def shapes(n):
    out = []
    for i in range(n):
        s = Shape(i % 100, i)
        out.append((type(s).__name__, s.area, s.made_of))
        o = Late(i)
        out.append(o if isinstance(o, int) else o.i)
        out.append(Single(tag=i).tag)
    return out[-9:], sum(x for x in out if isinstance(x, int)), Single.only is Single(tag=0)


for _ in range(3):
    print(shapes(500))


class Changing:
    def __new__(cls, v):
        made = object.__new__(cls)
        made.v = v
        return made


def changing(n):
    total = 0
    for i in range(n):
        total += Changing(i).v
    return total


print(changing(600))
Changing.__init__ = lambda self, v: setattr(self, "v", 2 * v)
print(changing(600))
del Changing.__init__
Changing.__new__ = lambda cls, v: object.__new__(cls)
Changing.v = 5
print(changing(600))
Point.__new__ = lambda cls, x, y: tuple.__new__(cls, (y, x))
print(sums(500), Point(1, 2))


class Failing:
    def __new__(cls, i):
        if i == 399:
            raise ValueError("no more")
        return object.__new__(cls)


def failing(n):
    for i in range(n):
        Failing(i)


failing(399)
failing(399)
failing(400)
