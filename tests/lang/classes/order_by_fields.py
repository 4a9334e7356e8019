# Sorting, heaps, min and max of instances whose class orders them by attributes, said in many
# ways, and of such that say almost that.
import bisect
import dataclasses
import functools
import heapq


class Traced:
    calls = 0

    def __init__(self, a, b=0, name="x"):
        self.a = a
        self.b = b
        self.name = name

    def __repr__(self):
        return f"{self.a!r}/{self.b!r}/{self.name}"


class ByTuple(Traced):
    def __lt__(self, other):
        return (self.a, self.b) < (other.a, other.b)


class ByOr(Traced):
    def __lt__(self, other):
        return self.a < other.a or (self.a == other.a and self.b < other.b)


class BySteps(Traced):
    def __lt__(self, other):
        if self.a != other.a:
            return self.a < other.a
        return other.b > self.b


class Falling(Traced):
    def __lt__(self, other):
        return self.a > other.a


class FallingBoth(Traced):
    def __lt__(self, other):
        return (other.a, other.b) < (self.a, self.b)


class Mixed(Traced):
    def __lt__(self, other):
        return (self.a, other.b) < (other.a, self.b)


class OrEqual(Traced):
    def __lt__(self, other):
        return self.a <= other.a


class Wrong(Traced):
    def __lt__(self, other):
        return (self.a, self.b) < (other.b, other.a)


class Partial(Traced):
    def __lt__(self, other):
        return self.a < other.a and self.b < other.b


class Counting(Traced):
    def __lt__(self, other):
        Traced.calls += 1
        return self.a < other.a


class Named(Traced):
    def __lt__(self, other):
        return self.name < other.name


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b=0, name=None):
        self.a = a
        if b != 3:
            self.b = b

    def __lt__(self, other):
        return self.a < other.a

    def __repr__(self):
        return f"<{self.a!r}>"


class Greater(Traced):
    def __lt__(self, other):
        return self.a < other.a

    def __gt__(self, other):
        return self.b > other.b


@dataclasses.dataclass(order=True)
class Data:
    a: int
    b: int = 0
    name: str = dataclasses.field(default="", compare=False)


class MoreData(Data):
    pass


@functools.total_ordering
class Total(Traced):
    def __lt__(self, other):
        return self.a < other.a

    def __eq__(self, other):
        return self.a == other.a


def attempt(f):
    try:
        return f()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def pop_all(items):
    heap = []
    for item in items:
        heapq.heappush(heap, item)
    other = list(items)
    heapq.heapify(other)
    return [heapq.heappop(heap) for _ in items], [heapq.heappop(other) for _ in items]


def all_of(items):
    print("  sorted  ", attempt(lambda: sorted(items)))
    print("  reverse ", attempt(lambda: sorted(items, reverse=True)))
    print("  by key  ", attempt(lambda: [x for x, _ in sorted([(i, k) for k, i in enumerate(items)],
                                                              key=lambda p: p[0])]))
    print("  heap    ", attempt(lambda: pop_all(items)))
    print("  extremes", attempt(lambda: (min(items), max(items), heapq.nsmallest(2, items),
                                         heapq.nlargest(2, items))))
    print("  bisect  ", attempt(lambda: (bisect.bisect_left(items, items[0]), bisect.bisect_right(items, items[-1]))))


nan = float("nan")
numbers = [(i * 7 % 5, i * 5 % 7) for i in range(13)]
CLASSES = [ByTuple, ByOr, BySteps, Falling, FallingBoth, Mixed, OrEqual, Wrong, Partial, Counting, Named,
           Slots, Greater, Data, Total]
for cls in CLASSES:
    print(cls.__name__)
    all_of([cls(a, b, f"n{(a * 3 + b) % 4}") for a, b in numbers])
    if cls is Counting:
        print(Traced.calls)
    for values in ([2.5, -1.0, 0.0, -0.0, 1e300], [2, 1.5, True, 10 ** 30, -1], [nan, 1.0, nan, 0.5, 0.25, nan],
                   ["b", "a", "\u1234", "", "ab"], ["b", "a", "c", "", "ab"], [None, None, None, None],
                   [(1, 2), (0, 5), (1,), (1, 1)], [1, "a", 2, 3]):
        all_of([cls(v, i % 2, str(i)) for i, v in enumerate(values)])

print("several classes")


class Special(ByTuple):
    def __init__(self, a, b=0, name="s"):
        super().__init__(a, b, name)
        self.more = 1


class Reflected(ByTuple):
    def __gt__(self, other):
        return self.b < 2


class Property(ByTuple):
    a = property(lambda self: -self.__dict__["a"], lambda self, v: self.__dict__.__setitem__("a", v))


class Get(ByTuple):
    def __getattribute__(self, name):
        return -object.__getattribute__(self, name) if name == "a" else object.__getattribute__(self, name)


class Lacking(ByTuple):
    a = 3

    def __init__(self, a, b=0, name="l"):
        self.b = b
        self.name = name


for classes in ((ByTuple, Special), (Special, ByTuple), (ByTuple, Reflected), (Reflected, ByTuple, Special),
                (ByTuple, Property), (ByTuple, Get), (Get,), (Property,), (Lacking, ByTuple), (Data, MoreData),
                (MoreData,), (ByTuple, ByOr), (ByTuple, int)):
    print([c.__name__ for c in classes])
    all_of([classes[i % len(classes)](a, b) if classes[i % len(classes)] is not int else i
            for i, (a, b) in enumerate(numbers)])

print("attributes that go, and others that come")
items = [ByTuple(i * 7 % 10, i) for i in range(10)]
items[4].extra = 1
del items[5].b
all_of(items)
items[5].b = "text"
all_of(items)
many = [Slots(i, i % 4) for i in range(6)]
all_of(many)

print("a method that changes")
items = [ByTuple(i * 7 % 10, -i) for i in range(10)]
print(sorted(items))
ByTuple.__lt__.__code__ = (lambda self, other: self.b < other.b).__code__
print(sorted(items))
heap = []
for item in items:
    heapq.heappush(heap, item)
print(heap)
ByTuple.__lt__ = lambda self, other: self.a > other.a
print(sorted(items), min(items), max(items))
del ByTuple.__lt__
print(attempt(lambda: sorted(items)))
ByTuple.a = 5
ByTuple.__lt__ = lambda self, other: self.a > other.a
print(sorted(items))
ByTuple.a = property(lambda self: self.b)
print(sorted(items))

del ByTuple.a
print("large and stable")
for cls in (ByTuple, Falling, FallingBoth, Named, Data):
    items = [cls(i * 7919 % 97, i * 31 % 89 % 3, "text %d" % (i * 7 % 300)) for i in range(2000)]
    for reverse in (False, True):
        made = sorted(items, reverse=reverse)
        print(cls.__name__, reverse, [repr(made[i]) for i in range(0, 2000, 371)],
              sum((k + 1) * x.a * (x.b + 2) * hash(x.name == "text 0") for k, x in enumerate(made)),
              [items.index(made[k]) for k in (0, 5, 1000)])
