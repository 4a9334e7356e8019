"""Searches of dicts and sets for tuples that are made for the search: their items are enough."""


def grid(cells, width, height):
    counts = {}
    for x, y in cells:
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1), (1, 1)):
            cell = ((x + dx) % width, (y + dy) % height)
            counts[cell] = counts.get(cell, 0) + 1
    return counts


def members(points, x, y, z):
    found = 0
    for i in range(4):
        if (x + i, y) in points:
            found += 1
        if (x, y, z + i) in points:
            found += 10
        if (x, y, z, i) in points:
            found += 100
        if (x,) in points:
            found += 1000
    return found


def first(table, x, y):
    return table[x, y]


def nested(table, x, y):
    return table.get(((x, y), x), None)


def kept(table, made, x, y):
    key = (x, y)
    if key not in table:
        table[key] = key
        made.append(key)
    return table[key] is table[x, y]


for _ in range(40):
    counts = grid({(i, j) for i in range(9) for j in range(i)}, 8, 7)
print(len(counts), sorted(counts.items())[:5], sum(counts.values()))

points = {(1, 2), (1, 2, 3), (1, 2, 3, 3), (3, 2), (1,), (1, 2, 5)}
for _ in range(60):
    result = members(points, 1, 2, 3)
print(result, members(points, 1.0, True + 1, 3), members(points, -1, 2, 3), members(frozenset(points), 1, 2, 3))
print(members(dict.fromkeys(points), 1, 2, 3), members(set(), 1, 2, 3), members({}, 1, 2, 3))

table = {("a", 1): "a1", ("b", 2.5): "b", (10**30, None): "big", (-1, -2): "minus", (-2, -1): "other",
         ((1, 2), 1): "nested", (b"x", True): "bytes"}
for _ in range(60):
    assert first(table, "a", 1) == "a1" and nested(table, 1, 2) == "nested"
for x, y in [("a", 1.0), ("a", True), ("b", 2.5), (10**30, None), (-1, -2), (-2, -1), (-2, -2), (b"x", 1), ("".join("a"), 1),
             ("c", 1), ((1, 2), 1), ([], 1), (0.0, -0.0)]:
    try:
        print(x, y, first(table, x, y))
    except (KeyError, TypeError) as e:
        print(type(e).__name__, e)

nan = float("nan")
table[nan, 1] = "nan"
print(first(table, nan, 1), (nan, 1) in table, (float("nan"), 2) in table)


class Odd:
    """Equal to any int of the same hash, and says so."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        print("asked for", other)
        return self.n == other


print(first(table, Odd(-2), -1), first(table, "a", Odd(1)))
table[Odd(5), 6] = "odd"
print(first(table, 5, 6), (5, 6) in table)


class Plain:
    pass


one, two = Plain(), Plain()
table[one, two] = "plain"
print(first(table, one, two), (two, one) in table)


class Pair(tuple):
    def __eq__(self, other):
        print("pair")
        return tuple(self) == tuple(other)

    __hash__ = tuple.__hash__


table[Pair((7, 8))] = "pair"
print(first(table, 7, 8), first({Pair((7, 8)): 3}, 7, 8))

made, table = [], {}
for i in range(200):
    assert kept(table, made, i % 50, i % 3)
print(len(made), made[:4], all(key is value for key, value in table.items()))
