"""Operators on instances: found on the class, replaced, removed, with int and float partners."""


class V:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return V(self.n + (other.n if isinstance(other, V) else other))

    def __lt__(self, other):
        return self.n < other.n


def total(items):
    t = items[0]
    for item in items[1:]:
        t = t + item
    return t


def smallest(items):
    best = items[0]
    for item in items:
        if item < best:
            best = item
    return best


print(total(list(range(2000))), total([V(1)] * 2000).n, total([V(1)] + [2] * 1000).n, total([0.5] * 1000))
print(smallest([5, 3, 9] * 500), smallest([V(4), V(2)] * 500).n, smallest([2.5, 1]))
for bad in (lambda: total([1, V(2)]), lambda: total([V(1), "a"]), lambda: smallest([V(1), 2])):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
V.__radd__ = lambda self, other: V(other * 100 + self.n)
print(total([1, V(2), 3]).n)
V.__add__ = lambda self, other: NotImplemented
try:
    total([V(1), V(2)])
except TypeError as e:
    print(e)
del V.__add__
try:
    total([V(1), V(2)])
except TypeError as e:
    print(e)
