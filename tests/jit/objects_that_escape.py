"""Temporary objects that usually die at once, and in some rounds are kept, raised or seen by others."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y)


kept = []


def walk(n):
    p = Point(0, 0)
    for i in range(n):
        q = Point(i, 0.5)
        p = p.plus(q)
        if i % 700 == 699:
            kept.append(q)
            kept.append(p)
    return p.x, p.y


def swap(n):
    a, b = 1, 2
    for i in range(n):
        pair = (b, a)
        if i == 1500:
            kept.append(pair)
        a, b = pair
    return a, b


def raised(n):
    total = 0
    for i in range(n):
        p = Point(i, i)
        try:
            if i % 400 == 399:
                raise ValueError(p)
            p.x += 1
        except ValueError as e:
            total += e.args[0].x
        total += p.x
    return total


def listed(n):
    t = 0
    for i in range(n):
        items = [i, i + 1, i + 2]
        if i % 900 == 899:
            items.append("long")
            kept.append(items)
        t += items[0] + items[-1] if items[-1] != "long" else len(items)
        d = {"a": i}
        d["b"] = d["a"] + 1
        t += d["b"]
        f = lambda k: k + i
        t += f(1)
    return t


print(walk(3000), swap(2001), raised(2000), listed(2000))
print([(k.x, k.y) if isinstance(k, Point) else k for k in kept])
print(kept[0] is not kept[1], len({id(k) for k in kept}) == len(kept))
