# The truth of containers and texts, which may also be None, and then something else.

def walk(table, keys):
    n = 0
    for k in keys:
        found = table.get(k)
        if found:
            n += len(found)
        if not found:
            n += 1000
        n += 5 if found and k > 2 else 7
        while found and n % 3:
            n += 1
    return n


def attempt(*args):
    try:
        return walk(*args)
    except Exception as e:
        return type(e).__name__, str(e)


class Odd:
    def __bool__(self):
        raise ValueError("no")

    def __len__(self):
        return 3


values = [[1, 2], (1,), "text", {1: 2}, {3}, b"xy", range(3)]
for v in values:
    table = {1: v, 2: type(v)() if v.__class__ is not range else range(0), 3: v}
    for k in range(60):
        r = attempt(table, [1, 2, 3, 4, 5])
    print(r, attempt({1: [3], 2: None, 3: "x", 4: {}, 5: Odd()}, [1, 2, 3, 4]), attempt({1: Odd()}, [1]))
