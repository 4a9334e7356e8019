"""Searching lists and deques for objects with and without an __eq__ of their own."""

from collections import deque


class Plain:
    pass


class Child(Plain):
    pass


class Yes:
    def __eq__(self, other):
        return True


class No:
    def __eq__(self, other):
        return NotImplemented

    __hash__ = None


class Fails:
    def __eq__(self, other):
        raise ValueError("asked")


class Number(int):
    pass


class Meta(type):
    def __eq__(cls, other):
        return other is Plain

    __hash__ = type.__hash__


class Special(metaclass=Meta):
    pass


plain, child, yes, no, fails = Plain(), Child(), Yes(), No(), Fails()
things = [plain, child, yes, no, fails, Plain, Special, len, 3, Number(3), None, "a", (plain,), [plain], {plain}, 1.5]


def attempt(f, *args):
    try:
        return f(*args)
    except ValueError as e:
        return str(e)[:20] if "asked" in str(e) else "absent"


for make in (list, deque, tuple):
    for k, a in enumerate(things):
        print(make.__name__, k, [attempt(make([b]).count, a) for b in things], [attempt(make([b, a]).index, a) for b in things],
              [attempt(lambda: a in make([b])) for b in things])
l = [Plain(), child, Plain(), plain, 3]
l.remove(plain)
print(l.index(child), len(l), attempt(l.remove, Plain()), [plain] == [child], [plain] == [plain], [plain] != [Plain()], (plain, 1) == (plain, 1))
Child.__eq__ = lambda self, other: isinstance(other, Plain)
print(l.index(plain), l.count(plain), [plain] == [child], plain == child, child == plain)
del Child.__eq__
print(attempt(l.index, plain), l.count(plain), [plain] == [child], plain == child)
