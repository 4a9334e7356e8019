"""Lists that grow and are built in hot code: kinds of items that change, aliases, errors."""


def append_all(target, values):
    for v in values:
        target.append(v)
    return target


for k in range(2000):
    append_all([], (1, 2, 3))
print(append_all([], range(40)))
print(append_all([1, 2], [3, 4.5, "x", 2**70, -0.0, 1e300, None, True]))
print(append_all([0.5], [1.5, 2.5, 10**30, 3]))
print(append_all([None], [1, 2.5]))
print(append_all(["a"], "bcd"))


def two_kinds(n):
    ints, floats, both = [], [], []
    same = ints
    for i in range(n):
        ints.append(i)
        floats.append(i * 0.5)
        both.append(i if i % 3 else i * 0.25)
        same.append(-i)
    return ints, floats, both


for k in range(300):
    two_kinds(8)
print(two_kinds(5))


def self_append(n):
    l = []
    for i in range(n):
        l.append(l)
    return l


for k in range(300):
    self_append(5)
l = self_append(3)
print(l, l[0] is l, len(l))


def grow_while_iterated(l, limit):
    total = 0
    for x in l:
        if len(l) < limit:
            l.append(x + 1)
        total += x
    return total, len(l)


for k in range(500):
    grow_while_iterated([1], 20)
print(grow_while_iterated([1], 100), grow_while_iterated([1.5], 10))


class Loud(list):
    def append(self, v):
        super().append((v, v))


class Quiet(list):
    pass


print(append_all(Loud(), [1, 2]), append_all(Quiet(), [1, "x"]), append_all(Quiet([1.5]), [2]))


def literals(a, b):
    return [a], [a, b], [a, b, None], [a, [b, a]], [], [a, a, a, a, b, b, b, b, a, a, a, a, b, b, b, b, a]


for k in range(2000):
    literals(k, k + 1)
for a, b in [(1, 2), (1.5, 2.5), (1, 2.5), ("a", "b"), ("a", 1), (2**65, 1e300), (None, True), (1, "b")]:
    one, two, three, nested, empty, long = literals(a, b)
    one.append(b)
    two.append(None)
    nested[1].append(0.5)
    empty.append(a)
    print(one, two, three, nested, empty, long)


def nested_lists(n):
    grid = [[0] * n for _ in range(n)]
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append(i * j)
            grid[i][j] = [i, j]
        rows.append(row)
    return grid, rows


for k in range(200):
    nested_lists(4)
print(nested_lists(3))


def comprehensions(n, values):
    return ([i for i in range(n)], [i * 0.5 for i in range(n) if i & 1], [str(v) for v in values],
            [[j for j in range(i)] for i in range(n)], [x for x in values if x], [v for v in values for _ in range(2)])


for k in range(500):
    comprehensions(4, (1, 2))
print(comprehensions(5, [0, 1, 2.5, "", "x", None, [], [0]]))


def failing(n, limit):
    collected = []
    try:
        for i in range(n):
            collected.append([i, 10 // (limit - i)])
    except ZeroDivisionError as e:
        collected.append(str(e))
    return collected


for k in range(1000):
    failing(3, 50)
print(failing(6, 4))


class Index:
    def __index__(self):
        seen.append("index")
        return 2


seen = []


def slices(l, a, b):
    copy = l[:]
    copy[a:b] = l[b:a:-1]
    copy[::2] = copy[::-2] if len(copy) % 2 else copy[::2]
    return copy, l[a:b], l[a:], l[:b], l[::2], l[::-1], l[b:a:-1], l[-2:], l[:-1]


for k in range(1000):
    slices([1, 2, 3, 4, 5], 1, 3)
for l in ([1, 2, 3, 4, 5], [1.5, 2.5], ["a", None, 3], [], (1, 2, 3), "abcdef", b"abcde", range(7), bytearray(b"xyz")):
    try:
        print(slices(l, 1, 3))
    except TypeError as e:
        print(type(l).__name__, e)
    try:
        print(slices(l, None, -1)[1:])
    except TypeError as e:
        print(type(l).__name__, e)
print(slices([1, 2, 3, 4], Index(), 3), seen)


def assign_slice(l, at, value):
    l[at:at + 2] = value
    return l


for k in range(1000):
    assign_slice([1, 2, 3], 1, [7, 8])
print(assign_slice([1, 2, 3], 0, []), assign_slice([1, 2, 3], 5, (4, 5)), assign_slice([1, 2, 3], 1, "ab"),
      assign_slice([1, 2, 3], 1, [2.5]), assign_slice([1, 2, 3], 1, (x * x for x in range(3))))
l = [1, 2, 3]
print(assign_slice(l, 1, l))
for bad in (3, None):
    try:
        assign_slice([1, 2], 0, bad)
    except TypeError as e:
        print(e)


def stepped(l, step, value):
    l[::step] = value
    return l


for k in range(1000):
    stepped([1, 2, 3, 4], 2, [0, 0])
for args in (([1, 2, 3, 4], 2, [0]), ([1, 2, 3], 0, [1]), ([1, 2, 3], -1, (7, 8, 9)), ([1, 2, 3], 1, [4]), ([1.5, 2.5], 2, [1])):
    try:
        print(stepped(*args))
    except ValueError as e:
        print(e)
