"""Unpacking of tuples, lists, strings and generators of right and wrong length."""


def two(v):
    a, b = v
    return a, b


def starred(v):
    a, *b, c = v
    return a, b, c


def nested(v):
    (a, b), [c, (d, *e)] = v
    return a + b + c + d + len(e)


for i in range(1500):
    two((i, 1)), starred([1, 2, i])
good = [(1, 2), [3, 4], "xy", {5: 0, 6: 0}, range(2), (i for i in (7, 8)), {9: 1, "a": 2}.items()]
print([two(v) for v in good], starred("abcdef"), starred((1, 2)), nested(((1, 2), [3, "4"])) if 0 else nested(((1, 2), [3, [4, 5, 6]])))
for bad in ((1,), [1, 2, 3], "", "xyz", 5, None, (i for i in range(5)), {}):
    for f in two, starred:
        for _ in range(100):
            try:
                r = f(bad)
                text = "fine"
            except (TypeError, ValueError) as e:
                text = str(e)
        print(text)


def rotate(n):
    a, b, c, d = 1, 2.5, "c", None
    for i in range(n):
        a, b, c, d = d, a, b, c
        [a, d] = d, a
    return a, b, c, d


print(rotate(1000), rotate(1001))
t = 0
for (i, (a, b)), c in zip(enumerate([(k, k + 1) for k in range(1000)]), "ab" * 500):
    t += i + a - b + ord(c)
print(t)
