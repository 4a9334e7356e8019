"""Dicts that change size under the loop raise; ones that keep it do not."""


def add(d, when):
    t = 0
    try:
        for i, k in enumerate(d):
            t += k
            if i == when:
                d["new"] = 1
    except RuntimeError as e:
        return t, str(e)
    return t


def update(d):
    for k, v in d.items():
        d[k] = v + 1
    return sum(d.values())


for _ in range(10):
    add(dict.fromkeys(range(300), 0), -1)
    update(dict.fromkeys(range(300), 0))
print(add(dict.fromkeys(range(500), 0), 300), add(dict.fromkeys(range(500), 0), 499), update({k: 0.5 for k in range(100)}))


def swap(d, rounds):
    try:
        for i, k in enumerate(d):
            del d[k]
            d[k] = i
            if i > rounds:
                break
    except RuntimeError as e:
        return str(e)
    return len(d)


print(swap(dict.fromkeys(range(3)), 10))


def values(d):
    t = 0
    try:
        for v in d.values():
            t += v
            if v == 250:
                d.pop(0)
    except RuntimeError as e:
        return t, str(e)


print(values({i: i for i in range(500)}))
