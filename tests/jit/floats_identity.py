"""A float, an integer or a tuple that is passed on is the same object, compiled or not."""


def same(x, items):
    y = x
    items[0] = y
    return y is x and items[0] is x and x is y


def through(x):
    t = (x, x)
    return t[0] is t[1]


def kept(n):
    hits = 0
    for i in range(n):
        o = object()
        p = o if i % 2 else None
        hits += p is o
        hits += (p is None) * 10
    return hits


def none(values):
    t = 0
    for v in values:
        t += v is None
        t += v is True
        t += v is not False
    return t


store = [None]
for _ in range(1000):
    ok = same("text" * 3, store) and same((1, 2), store) and same([], store) and same(None, store) and through([])
print(ok, kept(1000), none([None, True, False, 0, 1, 0.0, "", 2] * 200))
