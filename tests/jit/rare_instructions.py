"""Instructions that compiled code leaves to helpers: patterns, stars, merging, deleting."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def classify(v):
    match v:
        case Point(0, y):
            return "axis", y
        case Point(x=a, y=b) if a == b:
            return "diagonal", a
        case Point():
            return "point"
        case [first, *rest]:
            return "sequence", first, rest
        case {"k": value, **others}:
            return "mapping", value, others
        case str(text):
            return "str", text
        case int() | float():
            return "number"
        case _:
            return "other"


def f(*args, **named):
    return args, named


def merged(a, b):
    return f(1, **a, **b)


def displays(a, b):
    return {**a, **b}, {*a, *b}, [*a, *b], (*a, *b)


def stars(v):
    first, *middle, last = v
    *start, end = v
    return first, middle, last, start, end


def deletes(n):
    out = []
    p = Point(1, 2)
    for i in range(n):
        x = i
        del x
        p.z = i
        del p.z
        if i % 100 == 0:
            try:
                x
            except UnboundLocalError as e:
                out.append(str(e))
            try:
                del p.z
            except AttributeError as e:
                out.append(str(e))
    return out[-2:]


values = [Point(0, 3), Point(2, 2), Point(1, 2), [1, 2, 3], (), {"k": 1, "m": 2}, {"n": 1}, "text", 3, 2.5, None]
for _ in range(400):
    results = [classify(v) for v in values]
    merges = merged({"a": 1}, {"b": 2}), displays({1: 2}, {3: 4}), stars([1, 2, 3, 4]), stars("ab")
print(results)
print(merges)
print(deletes(2000))
for bad in ({"a": 2}, {1: 2}, 5):
    try:
        merged({"a": 1}, bad)
    except TypeError as e:
        print(str(e).replace("__main__.", ""))
for bad in ([1], 7, iter([])):
    try:
        stars(bad)
    except (TypeError, ValueError) as e:
        print(e)
try:
    displays({1: 2}, 5)
except TypeError as e:
    print(e)
