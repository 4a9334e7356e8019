"""d[k], k in d, d.get, d.setdefault, d[k] = v in compiled code, for keys of all kinds."""
from collections import Counter, OrderedDict, defaultdict


def count(keys):
    d = {}
    for k in keys:
        if k in d:
            d[k] += 1
        else:
            d[k] = 1
    return d


def count_by_get(keys):
    d = {}
    for k in keys:
        d[k] = d.get(k, 0) + 1
    return d


def group(keys):
    d = {}
    for i, k in enumerate(keys):
        d.setdefault(k, []).append(i)
    return d


def look(d, keys):
    found = []
    for k in keys:
        try:
            found.append(d[k])
        except KeyError as e:
            found.append(e.args)
    return found


def seen(keys):
    s = set()
    fresh = []
    for k in keys:
        if k not in s:
            s.add(k)
            fresh.append(k)
        else:
            s.discard(k)
    return fresh, len(s)


class Text(str):
    pass


class Strange(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return str(self) == str(other) or str(self).upper() == str(other)


class Plain:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


class Equal:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Equal) else other)

    def __repr__(self):
        return "Equal(%r)" % (self.value,)


plain = [Plain("p%d" % i) for i in range(20)]
big = 2 ** 61 - 1
kinds = {
    "ints": [i * i % 37 for i in range(300)],
    "negative": [-i * i % 23 - 11 for i in range(300)],
    "extremes": [0, big, -1, -2, big - 1, -big, big + 1, -big - 1, 2 * big, 2 ** 64, -2 ** 63] * 20,
    "interned": ["abcdefgh"[i * i % 8] for i in range(300)],
    "fresh": ["key " + str(i * i % 31) for i in range(300)],
    "wide": ["größe" * (i % 5) + chr(300 + i % 3) for i in range(300)],
    "empty": ["", "a", "", "b"] * 50,
    "equal": [1, 1.0, True, 0, False, 0.0, -0.0, 2, 2.0, 3 + 0j] * 30,
    "floats": [i % 7 / 4 for i in range(200)] + [float("inf"), -float("inf")] * 5,
    "tuples": [(i % 5, "x" * (i % 3)) for i in range(200)],
    "nested": [((i % 3, (i % 2, None)), 1.5 * (i % 2)) for i in range(200)],
    "mixed": [1, "1", 1.0, (1,), None, b"1", True, "1", frozenset([1])] * 20,
    "none": [None, False, ..., NotImplemented, None] * 40,
    "objects": [plain[i * i % 17] for i in range(200)],
    "classes": [int, str, Plain, type, len, print] * 30,
    "methods": [Equal(i % 4) for i in range(200)],
    "by chance": [Equal(i % 4) if i % 3 else i % 4 for i in range(200)],
    "late": list(range(150)) + [Equal(i % 9) for i in range(60)],
    "subclass": [Text("t%d" % (i % 5)) for i in range(150)] + ["t1", Text("t1"), "t7"],
    "strange": ["A", Strange("a"), "a", Strange("A")] * 30,
    "in tuples": [(Equal(i % 3), 1) for i in range(150)],
    "types change": [1] * 100 + ["a"] * 100 + [2.5] * 20 + [(1, 2)] * 20 + [1, "a"] * 20,
}
for name, keys in kinds.items():
    for f in (count, count_by_get, group, seen):
        result = f(keys)
        print(name, f.__name__, str(result)[:150], len(str(result)))
    d = {k: i for i, k in enumerate(keys[::3])}
    print(name, len(d), {k for k in keys} == set(d) | set(keys), look(d, keys)[-12:])
    print(look(d, keys[:20] + ["absent", -77, 1.25, (9, 9)])[-5:])

nan = float("nan")
print(count([nan, nan, float("nan"), nan]).values(), seen([nan, nan]))


def unhashable(f, key):
    for _ in range(3):
        try:
            f([1] * 50 + [key])
        except TypeError as e:
            print(f.__name__, e)


for f in (count, count_by_get, group, seen):
    unhashable(f, [])
    unhashable(f, (1, [2]))
    unhashable(f, {})


class Default(dict):
    def __missing__(self, key):
        return "missing " + str(key)


class Storing(dict):
    def __missing__(self, key):
        self[key] = value = len(self)
        return value


class Shouting(dict):
    def __getitem__(self, key):
        return str(super().__getitem__(key)) + "!"

    def __contains__(self, key):
        return key == "x" or super().__contains__(key)

    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


def use(d, keys):
    found = []
    for k in keys:
        try:
            found.append(d[k])
        except KeyError as e:
            found.append(("KeyError", e.args))
        found.append(k in d)
        found.append(d.get(k, "no"))
        d[k] = len(found)
        found.append(d[k])
    return found


for make in (dict, Default, Storing, Shouting, Counter, OrderedDict, lambda: defaultdict(list),
             lambda: defaultdict(None), lambda: defaultdict(int, x=5)):
    for keys in (["x", "y", "x", "z"] * 12, [1, 2, 3, 1, 1, 4] * 8, [(1, 2), "x", 1] * 10):
        d = make()
        result = use(d, keys)
        print(type(d).__name__, result[:24], result[-4:], list(d))


def pairs(words):
    following = defaultdict(Counter)
    for a, b in zip(words, words[1:]):
        following[a][b] += 1
    return following


print(pairs("the cat and the dog and the bird and a cat".split() * 20))
