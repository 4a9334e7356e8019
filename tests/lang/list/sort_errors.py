class Bad:
    def __init__(self, n):
        self.n = n
    def __lt__(self, o):
        if self.n == 3:
            raise ValueError("three")
        return self.n < o.n
    def __repr__(self):
        return f"B{self.n}"
a = [Bad(i) for i in (5, 1, 3, 2, 4)]
try:
    a.sort()
except ValueError as e:
    print(e, sorted(repr(x) for x in a))
def key(x):
    if x == 2:
        raise KeyError("two")
    return x
b = [3, 1, 2]
try:
    b.sort(key=key)
except KeyError as e:
    print("KeyError", e, b)
c = [3, 2, 1]
def grow(x):
    c.append(x)
    return x
try:
    c.sort(key=grow)
except ValueError as e:
    print(e, c)
d = [1, 2, 3]
seen = []
def peek(x):
    seen.append(list(d))
    return -x
d.sort(key=peek)
print(d, seen)
class NotBool:
    def __lt__(self, o):
        return NB()
class NB:
    def __bool__(self):
        raise RuntimeError("no truth")
try:
    sorted([NotBool(), NotBool()])
except RuntimeError as e:
    print(e)
for data in ([1, "a"], ["a", 1], [1, None], [None, 1], [[], ()], [1j, 2j], [{}, {}], [1.0, "x"], [object(), object()], [(1, "a"), (1, 2)], ["a", b"a"]):
    try:
        sorted(data)
    except TypeError as e:
        print(e)
class Only:
    def __gt__(self, o):
        return True
print(len(sorted([Only(), Only()])))
from functools import cmp_to_key
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
