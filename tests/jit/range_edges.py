"""Ranges near the edges of a word, with large steps, empty, reversed, and odd arguments."""


def walk(*arguments):
    count = total = 0
    first = last = None
    for i in range(*arguments):
        if first is None:
            first = i
        last = i
        count += 1
        total += i
        if count > 300:
            break
    return count, first, last, total


for _ in range(20):
    walk(250)
for edge in (2 ** 31, 2 ** 61, 2 ** 62, 2 ** 63, 2 ** 64):
    print(walk(edge - 3, edge + 3), walk(-edge - 2, -edge + 2), walk(edge + 2, edge - 3, -1), walk(edge - 2, edge * 3, edge // 2))
print(walk(0), walk(-5), walk(5, 5), walk(1, 10, 3), walk(10, 1, -4), walk(True, 4), walk(0, 10 ** 30, 10 ** 29))
for bad in ((1.5,), (0, 5, 0), ("a",), (None,)):
    try:
        walk(*bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


def rebind(n):
    out = []
    for i in range(n):
        i = i * 2
        n = 5
        out.append(i)
    return sum(out), i


print(rebind(1000))
i = "before"
for i in range(0):
    pass
print(i)
