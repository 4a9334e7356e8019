"""match and := in hot loops, with subjects of changing type."""


class P:
    __match_args__ = "x", "y"

    def __init__(self, x, y):
        self.x, self.y = x, y


def kind(v):
    match v:
        case 0 | 1:
            return "bit"
        case int(n) if n < 0:
            return "negative"
        case int():
            return "int"
        case float(f):
            return f
        case [a, b]:
            return a, b
        case [a, *rest]:
            return "long", len(rest)
        case {"k": k, **more}:
            return k, len(more)
        case P(x=0, y=y):
            return "axis", y
        case P(x, y):
            return x + y
        case str() as s:
            return s[:1]
        case None:
            return "none"
        case _:
            return "other"


values = [5, 0, -3, True, 2.5, [1, 2], (1, 2, 3), {"k": 1, "m": 2}, {}, P(0, 9), P(1, 2), "text", None, 2 ** 70, b"x", []]
for _ in range(1000):
    kind(5)
for _ in range(200):
    out = [kind(v) for v in values]
print(out)


def walrus(n):
    t = 0
    while (k := n % 100) != 50 or t < 1000:
        t += (m := k * 2) - m // 2
        n += 1
        if t > 100000:
            break
    return t, n, k, m


print(walrus(0), walrus(50))
