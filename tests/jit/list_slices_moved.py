"""A slice of a list that is stored in a slice of a list: no list is made in between."""

import gc


def flip(l, k):
    l[:k + 1] = l[k::-1]


def bounds(l, source, a, b, c, d):
    l[a:b] = source[c:d]
    return l


def backwards(l, source, a, b, c, d):
    l[a:b] = source[c:d:-1]
    return l


def strided(l, source, a, b, c, d):
    l[a:b] = source[c:d:2]
    l[::2] = source[::-2]
    return l


def kept(l, a, b):
    """The slice is seen by others, or its list changes, before it is stored."""
    x = l[a:b]
    l[1:3] = x
    l[0:2] = (x := l[::-1])
    l[1:1] = x
    l[len(l):] = l[a:b]
    return l, x


def shrink(l):
    l.pop()
    return 0


def changed_between(l):
    l[shrink(l):2] = l[::-1]
    return l


def zero(l, step):
    l[:] = l[::step]
    return l


def nothing_there(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


for round in range(60):
    ints, floats, mixed = [*range(9)], [x / 2 for x in range(9)], ["a", 1, 2.5, None, (), "b"]
    for k in (0, 1, 4, 8, 20, -1, -3, -30):
        flip(ints, k)
        flip(floats, k)
        flip(mixed, k)
    out = [ints, floats, mixed]
    for a, b, c, d in ((0, 3, 2, 5), (2, 5, 0, 3), (None, None, None, None), (1, -1, -8, 20), (5, 2, 0, 3), (-3, None, None, 3),
                       (0, 3, 5, 2), (0, 4, 3, None), (2, 4, 4, 2), (9, 20, 1, 2)):
        for f in bounds, backwards, strided:
            l = [*range(9)]
            out.append(nothing_there(f, l, l, a, b, c, d))
            out.append(nothing_there(f, [*range(9)], floats, a, b, c, d))
            out.append(nothing_there(f, [], mixed, a, b, c, d))
            out.append(nothing_there(f, [1.5, 2.5], [3], a, b, c, d))
            out.append(nothing_there(f, mixed[:], ints, a, b, c, d))
    out += [kept([*range(6)], 2, 4), changed_between([*range(6)])]
    out += [nothing_there(zero, [1, 2], step) for step in (1, -1, 2, None)]
    if round in (0, 59):
        print(*out, sep="\n")
print(nothing_there(zero, [1, 2], 0), nothing_there(bounds, [1, 2], [3], "a", 2, 0, 1), nothing_there(flip, [1, 2], 1 << 70),
      nothing_there(flip, [1, 2, 3], 2**61 - 1), nothing_there(flip, (1, 2, 3), 1))


def in_try(l, k):
    try:
        l[:k] = l[k - 1::-1]
    except TypeError as e:
        return str(e)
    return l


for k in range(40):
    in_try([1, 2, 3], k % 3 + 1)
print(in_try([1, 2, 3], 2), in_try([1, 2, 3], "x"), in_try(None, 2))


def young_in_old():
    """What is stored keeps young objects alive in an old list."""
    old = [None] * 1000
    gc.collect()
    for round in range(5):
        new = [[round, k] for k in range(100)]
        old[100:200] = new[:]
        old[200:300] = new[::-1]
        new = None
        garbage = [[k] * 3 for k in range(40000)]
    del garbage
    gc.collect()
    return old[100], old[199], old[200], old[299]


print(young_in_old())
