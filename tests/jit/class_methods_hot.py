# Class methods by instances, classes and subclasses; subclasses of tuple where tuples are expected.
from collections import namedtuple


class Base:
    made = 0

    def __init__(self, v=0):
        self.v = v

    @classmethod
    def make(cls, v):
        return cls(v + len(cls.__name__))

    @classmethod
    def name(cls):
        return cls.__name__

    def again(self):
        return self.make(self.v).v + len(self.name()) + len(getattr(self, "name")())


class Derived(Base):
    pass


class Meta(type):
    def twice(cls):
        return "of the metaclass"


class WithMeta(metaclass=Meta):
    @classmethod
    def once(cls):
        return cls.__name__ + cls.twice()


def calls(n, objects):
    total = 0
    for i in range(n):
        for o in objects:
            f = o.make
            total += o.again() + f(i).v + Derived.make(i).v + Base.make(1).v + len(WithMeta.once())
            g = Derived.name
            total += len(g())
    return total


for _ in range(3):
    print(calls(200, [Base(1)]), calls(200, [Base(1), Derived(2)]))
Derived.name = classmethod(lambda cls: "longer name")
print(calls(200, [Base(1), Derived(2)]))
d = Derived(2)
d.make = lambda v: Base(1000)
print(calls(200, [Base(1), d]))
Meta.once = property(lambda cls: lambda: "hidden" * 9)
print(calls(200, [Base(1)]))

Point = namedtuple("Point", "x y")


class Backwards(Point):
    def __iter__(self):
        return iter((self.y, self.x))

    def __getitem__(self, i):
        return tuple.__getitem__(self, 0 if i else 1)


class Least(Point):
    def __lt__(self, other):
        return tuple(self) > tuple(other)


class Odd(Point):
    def __eq__(self, other):
        return self.x == other[0]

    def __hash__(self):
        return hash(self.x)


def tuples(n, points):
    total, seen, firsts = 0, {}, set()
    for i in range(n):
        for p in points:
            x, y = p
            total += x * 10 + y + p[0] + p[-1 if i % 2 else 1] + len(p)
            seen[p] = seen.get(p, 0) + 1
            firsts.add(tuple(p))
            total += (p == (1, 2)) + (p < points[0]) + ((1, 2) >= p) + (p in seen)
            for z in p:
                total += z
    return total, seen, sorted(firsts), sorted(points), min(points), sorted(points, reverse=True)


P = [Point(i * 7 % 5, i % 3) for i in range(1, 9)]
for _ in range(2):
    print(tuples(100, P))
    print(tuples(100, [Backwards(1, 2), Backwards(0, 5)]))
    print(tuples(100, [Least(1, 2), Least(0, 5), Least(0, 9)]))
    print(tuples(100, [Odd(1, 2), Odd(1, 5), Odd(3, 3)]))
    print(tuples(100, P + [(1, 2), (0, 9)]), tuples(50, [Point("a", "b")][:0] + P[:1]))


def unpacking(n, points):
    wrong = 0
    for i in range(n):
        for p in points:
            try:
                a, b, c = p
                wrong += a + b + c
            except ValueError as e:
                wrong += len(str(e))
    return wrong


Three = namedtuple("Three", "a b c")
print(unpacking(100, [Three(1, 2, 3)]), unpacking(100, [Three(1, 2, 3), Point(1, 2)]), unpacking(50, [Point(5, 6)]))
print(Point(1, 2)._replace(x=5), Point._make([3, 4]), Point(1, 2)._asdict(), tuple(Point(1, 2)), Backwards(1, 2)._asdict())
Point.__eq__ = lambda a, b: "never"
print(Point(1, 2) == Point(3, 4), [Point(1, 2)] == [Point(3, 4)], Point(1, 2) in [Point(3, 4)])
