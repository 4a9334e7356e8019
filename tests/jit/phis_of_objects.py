"""Objects that are another one after each iteration, or one of two after an if: never made if
nobody else has them, made once, and with their identity, if somebody has."""


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def scaled(self, k):
        if k < 0:
            return Vec(-self.x, -self.y)
        return Vec(self.x * k, self.y * k)

    def __repr__(self):
        return "<%r %r>" % (self.x, self.y)


class Odd(Vec):
    pass


def total(n):
    acc = Vec(0.0, 0)
    step = Vec(0.5, 2)
    for i in range(n):
        acc = acc + step
    return acc


def kept(n):
    acc = Vec(1, 0.0)
    out = []
    for i in range(n):
        before = acc
        acc = acc + Vec(i, 1.5)
        if i % 4 == 1:
            out.append(acc)
        if i % 8 == 3:
            out.append(before)
    return acc, out, [a is b for a in out for b in out]


def nested(n, m):
    acc = Vec(0, 0)
    for i in range(n):
        row = Vec(i, 0)
        for j in range(m):
            row = row + Vec(1, j)
            acc = acc + row
    return acc, row


def either(n):
    s = 0
    for i in range(n):
        if i % 3:
            v = Vec(i, 1)
        else:
            v = Vec(1.5, i)
        s += v.x * v.y
        w = v.scaled(i - 5)
        s += w.x - w.y
    return s


def tuples(n):
    pair = (0, 1)
    for i in range(n):
        a, b = pair
        pair = (b, (a + b) % 1000)
    return pair


def swapped(n):
    a, b = Vec(1, 2), Vec(3, 4)
    for i in range(n):
        if a.x > 100:
            a, b = b, Vec(1, 1)
        else:
            a, b = b, a + b
    return a, b, a is b


def same_twice(n):
    a = b = Vec(1, 2)
    for i in range(n):
        if i % 2:
            a = b = a + b
        else:
            b.x += 1
    a.y = 77
    return a, b, a is b


def mutated(n):
    p = Vec(0, 0)
    for i in range(n):
        p.x += i
        if i % 5 == 0:
            p = Vec(p.y, p.x)
        p.y -= 1
    return p


def continues(n):
    p = Vec(0, 0.5)
    for i in range(n):
        if i % 3 == 0:
            continue
        if i % 7 == 0:
            p = Vec(p.x, p.y * 2)
            continue
        p = Vec(p.x + 1, p.y)
    return p


def classes(n):
    p = Vec(0, 0)
    for i in range(n):
        if i > n - 3:
            p = Odd(p.x, p.y + 1)
        else:
            p = Vec(p.x + 1, p.y)
    return p, type(p).__name__


def grows(n):
    p = Vec(0, 0)
    for i in range(n):
        q = Vec(p.x + 1, p.y)
        if i > n - 3:
            q.z = i
        p = q
    return p, getattr(p, "z", None)


def raises(n):
    p = Vec(0, 1)
    try:
        for i in range(n):
            p = Vec(p.x + 1, p.y + i)
            if i == n - 1:
                p = Vec(1 // (i - i), p)
    except ZeroDivisionError:
        return p
    return "none", p


def until_big(n):
    p = Vec(1, 1.0)
    for i in range(n):
        p = Vec(p.x * 3, p.y * 1e10)
    return p


def read_in_inner(n):
    p = Vec(1, 2)
    s = 0
    for i in range(n):
        for j in range(3):
            s += p.x * j + p.y
        p = Vec(p.y, i)
    return s, p


def linked(n):
    node = (0, None)
    for i in range(n):
        node = (i, node if i % 4 else None)
    out = []
    while node:
        out.append(node[0])
        node = node[1]
    return out


def local(n):
    for i in range(n):
        d = Vec(i, i)
        s = d.x
    return d, s


def generator(n):
    p = Vec(0, 0)
    for i in range(n):
        yield p.x
        p = p + Vec(1, 1)


FUNCTIONS = [total, kept, either, tuples, swapped, same_twice, mutated, continues, classes, grows, raises, until_big,
             linked, local]
for i in range(60):
    for f in FUNCTIONS:
        f(7)
    nested(3, 4)
    read_in_inner(4)
    sum(generator(5))
for f in FUNCTIONS:
    print(f.__name__, f(1), f(2), f(40))
print(nested(5, 6), read_in_inner(9), sum(generator(30)), list(generator(3)))
