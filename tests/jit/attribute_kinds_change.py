"""The same attribute holds integers, floats, strings; comes in other orders; is deleted."""


class P:
    def __init__(self, order, x, y):
        for name in order:
            setattr(self, name, x if name == "x" else y)


def area(p):
    return p.x * p.y


def loop(points, rounds):
    total = 0
    errors = []
    for i in range(rounds):
        p = points[i % len(points)]
        try:
            total += area(p)
        except (AttributeError, TypeError) as e:
            errors.append(str(e))
        p.x += 1
    return total, len(errors), errors[:2]


print(loop([P("xy", 1, 2)], 2000))
print(loop([P("xy", 1, 2), P("yx", 3, 4)], 2000))
print(loop([P("xy", 1.5, 2), P("yx", 3, 4), P("yzx", 2 ** 62, 1)], 300))
print(loop([P("xy", 1, None)], 20))
broken = P("xy", 1, 2)
del broken.y
print(loop([P("xy", 1, 2), broken], 1000))
