"""The same for loop goes over a list, tuple, string, dict, set, range, generator, object."""


def total(things):
    count = 0
    last = None
    for x in things:
        count += 1
        last = x
    return count, last


class Sequence:
    def __getitem__(self, i):
        if i == 5:
            raise IndexError
        return i * 2


class Iterable:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 4:
            raise StopIteration
        return self.n


for _ in range(100):
    total([1, 2, 3])
things = [[1, 2.5], (1,), "h\u00e9\u20ac", {"k": 1}, {5}, range(9, 0, -2), (i for i in "ab"), Sequence(), Iterable(), b"xy",
          enumerate("ab"), zip("ab", [1, 2]), map(str, [1]), reversed([1, 2]), {1: 2}.items(), iter([7]), [], "", memoryview(b"z")]
for thing in things * 2:
    print(type(thing).__name__, total(thing))
for bad in (5, None, 1.5, len):
    try:
        total(bad)
    except TypeError as e:
        print(e)
