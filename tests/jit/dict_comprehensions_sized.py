"""Comprehensions that make room for all their keys at once: of ranges, lists, and what is neither."""


def squares(n, step=1):
    return {i: i * i for i in range(0, n, step)}


def backwards(n):
    return {i: -i for i in range(n, 0, -3)}


def names(items):
    return {str(x): x for x in items}


def same(n):
    return {i % 7: i for i in range(n)}


def some(n):
    return {i: 1 for i in range(n) if i % 3}


def broken(n, at):
    try:
        return {i: 1 // (i - at) for i in range(n)}
    except ZeroDivisionError as e:
        return str(e)


def growing(items):
    return {x: items.append(x) if len(items) < 60 else None for x in range(50, 90) for y in items[:1]}


def extended(items):
    return {len(items): items.append(x) for x in items if len(items) < 40}


for n in list(range(12)) * 6:
    table = squares(n)
    assert list(table.items()) == [(i, i * i) for i in range(n)]
    table[-1] = 0
    del table[-1]
    assert len(table) == n
for n in (0, 1, 5, 6, 1000, 5000):
    print(n, len(squares(n)), len(squares(n, 7)), sum(backwards(n).values()), list(same(n))[:8], len(some(n)))
for _ in range(50):
    assert names(["a", "b", 1, None]) == {"a": "a", "b": "b", "1": 1, "None": None}
print(names([]), names(range(3)), names("xyz"), names((1, 2)), len(names(list(range(300)))))
for _ in range(40):
    result = broken(30, 17)
print(result, broken(5, 9), len(growing([1])), len(extended([3, 4])))
table = squares(2000)
for i in range(1990):
    del table[i]
print(table.popitem(), len(table), list(table)[:3], len(dict(table)), len(table.copy()))
