"""Callees raise in some rounds; handlers in the loop, around it, and two levels out."""


def bottom(i):
    if i % 100 == 7:
        raise ValueError(i)
    if i % 1000 == 999:
        raise KeyError(i)
    return i


def middle(i):
    return bottom(i) + 1


def inside(n):
    good = bad = 0
    for i in range(n):
        try:
            good += middle(i)
        except ValueError as e:
            bad += e.args[0]
        except LookupError as e:
            bad -= e.args[0]
    return good, bad


def around(n):
    good = 0
    try:
        for i in range(8, n):
            good += middle(i)
    except (ValueError, KeyError) as e:
        return good, i, type(e).__name__, e.args
    return good


def outer(n):
    out = []
    for k in range(n):
        try:
            out.append(around(k))
        except TypeError as e:
            out.append(str(e))
    return out


for _ in range(20):
    around(100)
print(inside(3000), around(3000), outer(120)[-2:])
