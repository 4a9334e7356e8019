# Slices, unpacking with stars and in-place growth of lists of every kind, hot; lists that
# are large enough for the collector to remember parts of them.
import gc

N = 300
nan = float("nan")
KINDS = (list(range(12)), [i / 4 for i in range(12)], ["s%d" % i for i in range(12)],
         [None, 1, 2.5, "x", (1,), [2]] * 2, [True, False] * 6)


def read(l, n):
    for i in range(n):
        a = l[2:7]
        b = l[:]
        c = l[::-1]
        d = l[i % 5::-1]
        e = l[-3:]
        f = l[8:2:-1]
        g = l[1::3]
        h = l[20:30] + l[5:2] + l[-100:1]
    return a, b, c, d, e, f, g, h


def write(l, m, n):
    for i in range(n):
        l[:i % 4] = m[i % 4::-1]
        l[2:4] = m
        l[5:] = l[5:11]
        l[3:3] = m[:2]
        del l[8:]
        l[::2] = l[::2]
        l += m[:3]
        l.extend(m[4:6])
        l[1:1] = l[:2]
        l[:] = l[:10]
    return l


for l in KINDS:
    print(read(l, N))
    for m in KINDS:
        print(write(list(l), m, N))


def unpack(v, n):
    for i in range(n):
        a, *b = v
        *c, d = v
        e, f, *g, h = v
    return a, b, c, d, e, f, g, h


def unpack_pair(v):
    a, b = v
    return a, b


def unpack_rest(v):
    a, *b, c = v
    return a, b, c


for v in ([1, 2, 3], (1, 2, 3, 4, 5), [1.5, 2, "x", None], "abcd", range(5), {1: 2, 3: 4, 5: 6}, [i for i in range(40)]):
    print(unpack(v, N))
for f in (unpack_pair, unpack_rest):
    for v in ([], (), [1], (1,), [1, 2], (1, 2), [1, 2, 3], (1, 2, 3), "a", "ab", iter([1]), range(9), 5, None):
        for _ in range(3):
            try:
                print(f(v), end=" ")
            except (ValueError, TypeError) as e:
                print(e, end="; ")
    print()


def own(l):
    l[2:4] = l
    l[:1] = tuple(l[:3])
    l[1:3] = (x for x in "ab")
    return l


print(own([1, 2, 3, 4]), own(list("pqrst")))


class Odd(list):
    def __iter__(self):
        return iter([7, 8, 9])


target = [1, 2, 3]
target[1:2] = Odd([4, 5])
print(target, [*Odd([1])], unpack_rest(Odd([4, 5, 6])))


def large():
    """Objects made after the list has become old are kept by what was stored."""
    l = [[i] for i in range(20000)]
    gc.collect()
    for round in range(6):
        l += [[round, k] for k in range(50)]
        l[100:110] = [[round, k, 0] for k in range(10)]
        l[5000:5001] = [[round, "x", k] for k in range(3)]
        l.insert(9000 + round, [round, "inserted"])
        l.extend(([round, "extended"], (round,)))
        del l[7000:7003]
        l.pop(3)
        l[10::1000] = [[round, "stepped"]] * len(l[10::1000])
        garbage = [[k] * 3 for k in range(40000)]
    del garbage
    gc.collect()
    total = 0
    for x in l:
        total += sum(v for v in x if isinstance(v, int)) + len(x)
    return len(l), total, l[100], l[5000:5004], l[9000:9003], l[-3:], l[10]


print(large())
