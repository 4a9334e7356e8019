"""The smallest small integer has no small opposite."""


def opposites(values):
    out = []
    for v in values:
        out.append((-v, abs(v), ~v, -v // -1, 0 - v, v // -1, v * -1))
    return out


def many(values, rounds):
    for _ in range(rounds):
        result = opposites(values)
    return result


many([1, -2, 3], 1000)
edges = [s * 2 ** p + d for p in (60, 61, 62, 63, 64) for s in (1, -1) for d in (-1, 0, 1)]
for v, row in zip(edges, many(edges, 20)):
    print(v, *row)
