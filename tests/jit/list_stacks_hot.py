"""Taking from lists and joining them in hot code; lists that may be the same."""


def drain(l):
    out = []
    while l:
        out.append(l.pop())
    return out


for k in range(1000):
    drain([1, 2, 3])
for l in ([1, 2], [1.5, 2.5], ["a", None], [1, 2.5, "x"], list(range(300)), []):
    out = drain(l)
    print(out[:5], len(out), l)


def take(l, n):
    return [l.pop() for _ in range(n)], [l.pop(-1) for _ in range(n)], l


for k in range(1000):
    take([1, 2, 3, 4], 2)
print(take([1.5, 2, "x", None], 2))
try:
    take([1, 2, 3], 2)
except IndexError as e:
    print(e)


def stack(n):
    s = [0]
    seen = 0
    while s:
        x = s.pop()
        seen += 1
        if x < n:
            s.append(x + 1)
            if x % 2:
                s.append(x + 1)
    return seen


print(stack(14))


def pop_until_error(l):
    n = 0
    try:
        while True:
            l.pop()
            n += 1
    except IndexError as e:
        return n, str(e)


for k in range(500):
    pop_until_error([1, 2, 3])
print(pop_until_error([1] * 1000), pop_until_error([]))


class Stack(list):
    def pop(self, *args):
        return "mine", super().pop(*args)


print(drain(Stack([]))); s = Stack([1, 2]); print(s.pop(), s)


def ends(l):
    l[-1] += 1
    l[0], l[-1] = l[-1], l[0]
    l.insert(0, 5)
    l.reverse()
    return l.pop(0), l.pop(), l[-1], l


for k in range(1000):
    ends([1, 2, 3])
print(ends([1, 2.5, 3]), ends([1]))
try:
    ends([])
except IndexError as e:
    print(e)


def joined(a, b, n):
    c = a + b
    d = a * n
    a += b
    b *= 2
    return c, d, a, b


for k in range(1000):
    joined([1], [2, 3], 2)
    joined((1,), (2, 3), 2)
print(joined([1], [2.5], 3), joined((1,), ("x",), 0), joined([], [1], -1), joined([1.5], [], True))
l = [1, 2]
print(joined(l, l, 2))
for a, b in (([1], (2,)), ((1,), [2]), ([1], None), ([1], "ab")):
    try:
        print(joined(a, b, 1))
    except TypeError as e:
        print(e)


class Adds:
    def __radd__(self, other):
        return ("radd", other)

    def __rmul__(self, other):
        return ("rmul", other)


def plus(a, b):
    return a + b, a * b


for k in range(500):
    try:
        plus([1], [2])
    except TypeError:
        pass
print(plus([1], Adds()), plus((1,), Adds()))


def levels(rows, n):
    """`previous` is read while `current` grows; they are never the same list."""
    previous = list(range(n))
    for i in range(rows):
        current = [i]
        for j in range(1, n):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (i ^ j & 1)))
        previous = current
    return previous


print(levels(40, 12))


def same(n, alias):
    """... but here they may be."""
    a = [1]
    b = a if alias else [2]
    total = 0
    for i in range(n):
        b.append(i)
        total += len(a) * 100 + a[-1]
        if i & 1:
            a.append(-i)
            total += b[-1]
    return total, a, b


for k in range(200):
    same(6, k & 1)
print(same(5, True), same(5, False))


def rotating(n):
    lists = [[0], [1], [2]]
    x, y, z = lists
    for i in range(n):
        x.append(y[-1] + z[0])
        x[0] = y.pop() if len(y) > 1 else i
        x, y, z = y, z, x
    return lists


print(rotating(50))


def filled(n):
    grid = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append(i * j)
            row[0] = row[-1]
        grid.append(row)
        if i:
            grid[i - 1][0] += row[0]
            row = grid[i - 1]
            row.append(len(grid))
    return grid


for k in range(100):
    filled(5)
print(filled(4))
