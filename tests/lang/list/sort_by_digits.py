# Many keys that are numbers, strs, or tuples of such are sorted without comparing them.
import functools

state = 12345


def random(n):
    global state
    state = (state * 1103515245 + 12345) & 0x7FFFFFFF
    return (state >> 8) % n


def check(name, items):
    """Sorted as by merging with comparisons in Python, which knows none of the short cuts."""
    def compare(a, b):
        return -1 if a < b else 1 if b < a else 0
    key = functools.cmp_to_key(compare)
    for reverse in (False, True):
        expected = sorted(items, key=key, reverse=reverse)
        got = sorted(items, reverse=reverse)
        assert [repr(x) for x in got] == [repr(x) for x in expected], name
        assert all(x is y for x, y in zip(got, expected) if not isinstance(x, (int, float))), name
        positions = sorted(range(len(items)), key=items.__getitem__, reverse=reverse)
        assert positions == sorted(range(len(items)), key=lambda i: key(items[i]), reverse=reverse), name
    print(name, len(items))


for n in (23, 24, 47, 48, 49, 100, 1000):
    check("bytes", [random(256) for _ in range(n)])
    check("both signs", [random(1 << 22) - (1 << 21) for _ in range(n)])
    check("wide", [(random(1 << 22) - (1 << 21)) << random(39) for _ in range(n)])
    check("few", [random(3) for _ in range(n)])
    check("rising", list(range(n)))
    check("falling", list(range(n, 0, -1)))
    check("big ints", [1 << random(100) for _ in range(n)])
    check("floats", [random(1000) / 7 - 70 for _ in range(n)])
    check("zeros", [(0.0, -0.0, 1.5, -1.5)[random(4)] for _ in range(n)])
    check("huge", [(1e300, -1e300, float("inf"), -float("inf"), 5e-324, 0.5)[random(6)] for _ in range(n)])
    check("mixed", [random(10) if random(2) else random(20) / 2 for _ in range(n)])
    check("bools", [random(2) == 1 for _ in range(n)])
    check("strs", ["%x" % random(1 << 20) for _ in range(n)])
    check("long strs", ["prefixed" + "\0" * random(4) + "ab"[:random(3)] for _ in range(n)])
    check("wide strs", [chr(random(0x500) + 1) * random(3) for _ in range(n)])
    check("pairs", [(random(5), random(1000)) for _ in range(n)])
    check("rows", [("prefix" + "\0" * random(3), random(4) / 2, "abcdefghi"[:random(10)]) for _ in range(n)])
    check("zeros in rows", [((0.0, -0.0)[random(2)], random(3)) for _ in range(n)])
    check("lengths", [tuple(random(3) for _ in range(random(4))) for _ in range(n)])
    check("sevens", [tuple(random(2) for _ in range(7)) for _ in range(n)])
    check("kinds", [(random(3), random(3) if random(2) else random(3) / 2) for _ in range(n)])
    check("nested", [((random(3), random(3)), random(3)) for _ in range(n)])
    check("nones", [(i, None) for i in range(n)])
    check("lists", [[random(3), "ab"[random(2)]] for _ in range(n)])

nan = float("nan")
items = [(nan, 3.0, 2.0, nan, 1.0)[random(5)] for _ in range(100)]
print(sorted(items))
print(sorted(((x, i) for i, x in enumerate(items)), key=lambda pair: pair))
try:
    sorted([(1, "a")] * 50 + [(1, 2)])
except TypeError as e:
    print(e)


class Item:
    calls = 0

    def __lt__(self, other):
        Item.calls += 1
        return id(self) < id(other)


same = Item()
rows = [(random(10), same) for _ in range(100)]
rows.sort()
print(Item.calls, [row[0] for row in rows])
