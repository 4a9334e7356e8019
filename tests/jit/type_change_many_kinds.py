"""One variable, a new type every few hundred rounds."""


def describe(v):
    if v is None:
        return "none"
    if isinstance(v, bool):
        return "bool"
    if isinstance(v, int):
        return "int"
    if isinstance(v, float):
        return "float"
    return "other"


def run(rounds):
    kinds = (1, 2.5, None, True, "text", (1, 2), 2 ** 80, [3])
    counts = {}
    truths = doubled = 0
    v = 0
    for i in range(rounds):
        if i % 400 == 0:
            v = kinds[i // 400 % len(kinds)]
        name = describe(v)
        counts[name] = counts.get(name, 0) + 1
        if v:
            truths += 1
        try:
            w = v + v
            doubled += 1
        except TypeError:
            w = None
        if v == 1:
            truths += 10000
    return counts, truths, doubled, v, w


print(run(3200))
print(run(6500))
