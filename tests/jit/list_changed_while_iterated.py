"""Lists that grow, shrink, are emptied, sorted and sliced under the loop that goes over them."""


def grow(items, limit):
    for x in items:
        if len(items) < limit:
            items.append(x + 1)
    return len(items), sum(items)


def drain(items):
    seen = 0
    for x in items:
        seen += x
        items.pop()
    return seen, len(items)


def clear_at(items, where):
    seen = []
    for i, x in enumerate(items):
        seen.append(x)
        if i == where:
            items.clear()
    return len(seen), items


def replace_at(items, where):
    t = 0
    for i, x in enumerate(items):
        if i == where:
            items[:] = [10] * (where + 3)
        t += x
    return t


for _ in range(20):
    grow([1], 100)
    drain(list(range(200)))
print(grow([1, 2, 3], 3000), drain(list(range(3001))), clear_at(list(range(2000)), 1500), replace_at(list(range(2000)), 1500))


def index_loop(items):
    out = 0
    try:
        for i in range(len(items)):
            if items[i] % 7 == 3:
                del items[i]
            out += i
    except IndexError as e:
        return str(e), out, len(items)
    return out


print(index_loop(list(range(1000))), index_loop([7] * 900))
