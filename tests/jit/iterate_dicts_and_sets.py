"""Loops over dicts, their views and sets, advanced in compiled code: deleted entries,
changes while they run, subclasses, and sites that change their kinds."""
from collections import OrderedDict, defaultdict


def keys(d):
    out = []
    for k in d:
        out.append(k)
    return out


def key_view(d):
    total = 0
    for k in d.keys():
        total += k
    return total


def values(d):
    out = []
    for v in d.values():
        out.append(v)
    return out


def items(d):
    total = 0
    for k, v in d.items():
        total = total * 3 + k - v & 0xffff
    return total


def whole_items(d):
    last = None
    for pair in d.items():
        last = pair
    return last


def nested_items(d):
    total = 0
    for (x, y), [z, w] in d.items():
        total += x * y - z * w
    return total


def first_of(d):
    for k in d:
        return k


def members(s):
    total = 0
    for x in s:
        total += x
    return total


def comprehensions(d):
    return [k for k in d], {v: k for k, v in d.items()}, sum(v for v in d.values()), sorted(k * 2 for k in d.keys())


def generated(d):
    for k, v in d.items():
        yield k + v


def of_view(view):
    n = 0
    for x in view:
        n += 1
    return n, x


d = {k: k * k for k in range(30)}
holes = {k: k + 1 for k in range(60)}
for k in range(60):
    if k % 3 or k < 12 or k > 50:
        del holes[k]
pairs = {(i, i + 1): [i, 2] for i in range(9)}
for repeat in range(60):
    result = (keys(d), key_view(d), values(d), items(d), whole_items(d), nested_items(pairs), first_of(holes),
              members({3, 4, 500}), members(frozenset((7, 8))), comprehensions(d), list(generated(d)),
              of_view(d.keys()), of_view(d.items()), keys(holes), key_view(holes), values(holes), items(holes),
              keys({}), values({}), items({}), whole_items({}), members(set()))
print(result)

# Subclasses and other mappings.


class Dict(dict):
    pass


class Odd(dict):
    def __iter__(self):
        return iter((100, 200))

    def items(self):
        return [(5, 6)]

    def keys(self):
        return (9, 8)


for other in (Dict(d), Odd(d), OrderedDict(d), defaultdict(int, d)):
    print(keys(other), key_view(other), values(other), items(other), whole_items(other), first_of(other))
print(members([1, 2]), members((3,)), members({5: 6}), members(range(4)), members({1.5, 2}))
ordered = OrderedDict((k, k) for k in range(9))
ordered.move_to_end(2)
print(keys(ordered), values(ordered), items(ordered))
print(keys("abc"), keys([1]), keys({2}))


# Changes while the loop runs.
def change(d, how):
    seen = []
    try:
        for k in d:
            seen.append(k)
            how(d, k)
    except RuntimeError as e:
        return seen, str(e)
    return seen


def change_items(d, how):
    seen = []
    try:
        for k, v in d.items():
            seen.append((k, v))
            how(d, k)
    except RuntimeError as e:
        return seen, str(e)
    return seen


def grow(d, k):
    if k == 3:
        d[k + 1000] = 1


def shrink(d, k):
    if k == 3:
        del d[5]


def swap(d, k):
    if k == 2:
        del d[k]
        d[k + 1000] = k


def write(d, k):
    d[k] = -k
    if k + 1 in d:
        d[k + 1] = 7


def nothing(d, k):
    pass


def change_set(s, how):
    seen = []
    try:
        for x in s:
            seen.append(x)
            how(s, x)
    except RuntimeError as e:
        return seen, str(e)
    return seen


def add(s, x):
    if x == 2:
        s.add(99)


def discard(s, x):
    if x == 2:
        s.discard(1)


for how in (nothing, grow, nothing, shrink, swap, nothing, write):
    for repeat in range(40):
        result = change({k: k for k in range(7)}, how), change_items({k: k for k in range(7)}, how)
    print(how.__name__, result)
for how in (nothing, add, nothing, discard):
    for repeat in range(40):
        result = change_set({1, 2, 3, 4}, how)
    print(how.__name__, result)


def clear_inside(d):
    n = 0
    try:
        for k in d:
            n += 1
            if n == 2:
                d.clear()
    except RuntimeError as e:
        return n, str(e)


for repeat in range(40):
    result = clear_inside({k: k for k in range(5)})
print(result)


# A queue whose oldest key goes first: not quadratic.
def queue(n):
    d = {k: k for k in range(n)}
    total = 0
    while d:
        for k in d:
            break
        total += d.pop(k)
    return total


print(queue(30000))


# Exceptions inside the loop, and loops left by return.
def find(d, wanted):
    for k, v in d.items():
        if v == wanted:
            return k
        if v > 400:
            raise KeyError(k)
    else:
        return None


for repeat in range(40):
    try:
        result = find(d, 25), find({1: 2}, 3), find(d, 1000)
    except KeyError as e:
        result = repr(e)
print(result)

# Unpacking items wrongly.


def three(d):
    for a, b, c in d.items():
        pass


for repeat in range(30):
    try:
        three(d)
    except ValueError as e:
        result = str(e)
print(result)
