"""Natives that raise in hot loops: their errors, and what stays of the state."""


def attempts(n):
    log = {}
    items = [1, 2, 3]
    table = {"a": 1}
    for i in range(n):
        try:
            k = i % 8
            if k == 0:
                items[i]
            elif k == 1:
                table[i]
            elif k == 2:
                int("x%d" % (i % 3))
            elif k == 3:
                items.remove(99)
            elif k == 4:
                next(iter(()))
            elif k == 5:
                "abc".index("z")
            elif k == 6:
                a, b = items
            else:
                None.x
        except Exception as e:
            name = type(e).__name__ + ": " + str(e) if not isinstance(e, (KeyError,)) else "KeyError"
            log[name] = log.get(name, 0) + 1
    return log


for name, count in sorted(attempts(2400).items()):
    print(count, name)


def sort_raises(n):
    caught = 0
    for i in range(n):
        items = [3, 1, 2, "x"] if i % 10 == 9 else [3, 1, 2]
        try:
            items.sort()
        except TypeError as e:
            caught += 1
    return caught, items, str(e) if 0 else ""


print(sort_raises(500))
