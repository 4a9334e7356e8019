"""Memory that runs out while compiled code makes lists grow."""


def grow(make):
    l = []
    try:
        while True:
            l.append(make)
    except MemoryError:
        n = len(l)
    return l, n


def rows(width):
    out = []
    try:
        while True:
            out.append([width, width + 1, None])
    except MemoryError:
        n = len(out)
        last = out[-1]
        del out
        return n > 1000, last


def joined(l):
    try:
        while True:
            l = l + l
    except MemoryError:
        return len(l) > 1000, l[:3], l[-1]


def comprehension(n):
    try:
        return len([[i] for i in range(n)])
    except MemoryError:
        return "none left"


def popped(l):
    total = 0
    while l:
        total += l.pop()
    return total


def sliced(l):
    parts = []
    try:
        while True:
            parts.append(l[1:])
    except MemoryError:
        n = len(parts)
        ok = all(part == l[1:] for part in parts[:3] + parts[-3:])
        parts.clear()
        return n > 10, ok


for k in range(3):
    l, n = grow(k)
    print(n > 1000, len(l) == n, l[0], l[-1], popped(l) == k * n)
    l, n = grow(0.5)
    print(n > 1000, popped(l) == n * 0.5)
    del l
    print(rows(k), joined([k, 2.5]), comprehension(20), comprehension(10**9), sliced(list(range(1000))))
