# Keys of other kinds looked for in, and put into, dicts of strs and ints.


class Name(str):
    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        print("  asked about", str(other))
        return str(self) == other


class Same:
    """Equal to whatever has its hash."""

    def __init__(self, hash):
        self.hash = hash

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        print("  compared with", other)
        return True


def filled(count, key):
    return {key(i): i for i in range(count)}


for count in 3, 5, 40, 5000:
    names = filled(count, str)
    numbers = filled(count, int)
    print(count, names.get(Name("2")), names.get(Name("x")), numbers.get(1.0), numbers.get(True), numbers.get(0.5))
    print(numbers.get(Same(2)), names.get(Same(hash("1"))), numbers.get(Same(1 << 40)))
    print(numbers.get(-1), numbers.get(2 ** 61), numbers.get(2 ** 61 - 1), numbers.get((1, 2)))
    del names["1"], numbers[1]
    for late in None, (1, 2), 2.5, frozenset([3]), "new", 77777, -1, -2, 2 ** 70, b"1", Name("other"):
        names[late] = numbers[late] = repr(late)
    names["1"] = numbers[1] = "again"
    print(list(names)[-12:], list(numbers)[-12:], len(names), len(numbers))
    print(all(names[k] is v for k, v in names.items()), all(numbers[k] is v for k, v in numbers.items()))
    copy = dict(numbers)
    copy.update(names)
    print(len(copy), copy == {**numbers, **names}, numbers == dict(numbers.items()))
    while len(names) > 2:
        names.popitem()
    names[1.0] = "float"
    names[True] = "bool"
    print(names, numbers.pop((1, 2)), numbers.pop((1, 2), "gone"))

# What the key of another kind comes to while an iteration is under way.
d = {i: i for i in range(12)}
for i in range(6):
    del d[i]
walk = iter(d)
print(next(walk))
d[7] = "seven"
del d[11]
d[(0,)] = "tuple"
print(list(walk))

# A key that has been deleted may be put in again as one of another kind.
d = {1: "int", "a": "str"}
del d[1]
d[1.0] = "float"
d[True] = "true"
print(d, d[1], list(map(type, d)))
