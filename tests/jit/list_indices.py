"""Negative, too large, bool and odd indices of lists, tuples and strings that were hot with good ones."""


def get(items, i):
    return items[i]


def put(items, i, v):
    items[i] = v


numbers = list(range(10))
for i in range(2000):
    get(numbers, i % 10)
    put(numbers, i % 10, i)
print(numbers)


class Index:
    def __index__(self):
        return 2


for items in (numbers, tuple(numbers), "abcdefghij", b"abcdefghij", range(5, 15), {0: "zero", -1: "minus", True: "one"}):
    row = []
    for i in (0, -1, -10, 9, 10, -11, True, Index(), 2 ** 62, -2 ** 70, 1.0, "1", None, slice(1, 3)):
        try:
            row.append(get(items, i))
        except (IndexError, TypeError, KeyError) as e:
            row.append(type(e).__name__ + ": " + str(e) if not isinstance(i, Index) else type(e).__name__)
    print(*row, sep="; ")
for i in (-1, 10, -11, True, Index(), 2 ** 62, 1.0):
    try:
        put(numbers, i, "v")
    except (IndexError, TypeError) as e:
        print(e)
print(numbers)
