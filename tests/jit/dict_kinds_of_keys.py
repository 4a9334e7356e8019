"""Keys of changing type, keys that are equal across types, missing keys, and __missing__."""


def count(keys, d):
    for k in keys:
        d[k] = d.get(k, 0) + 1
    return d


def fetch(d, keys):
    out = []
    for k in keys:
        try:
            out.append(d[k])
        except KeyError as e:
            out.append(repr(e))
    return out


class Loud(dict):
    def __missing__(self, key):
        return ("missing", key)


for _ in range(30):
    count(["a", "b", "a"] * 20, {})
print(count(["a", 1, True, 1.0, None, (1, 2), 2 ** 70, "1", -1, -1.0, 0, False, b"a"] * 100, {}))
print(fetch({"a": 1}, ["a"] * 500 + ["b", 1, None])[-4:])
print(fetch(Loud(a=1), ["a", "b", 3]))
try:
    count([[1]], {})
except TypeError as e:
    print(e)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 4

    def __eq__(self, other):
        if self.n == 77:
            raise ValueError("compared")
        return isinstance(other, Key) and self.n == other.n


d = count([Key(i % 9) for i in range(900)], {})
print(sorted((k.n, v) for k, v in d.items()))
try:
    count([Key(77)], d)
except ValueError as e:
    print(e)
