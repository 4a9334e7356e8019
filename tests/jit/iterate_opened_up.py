"""Loops over iterators that compiled code opens up: of every kind, nested, left and entered
in the middle, at sites that change their kinds."""


def zip_two(a, b):
    out = []
    for x, y in zip(a, b):
        out.append((x, y))
    return out


def zip_whole(a, b):
    last = None
    for pair in zip(a, b):
        last = pair
    return last


def zip_many(a, b, c, d):
    total = 0
    for w, x, y, z in zip(a, b, c, d):
        total += w * x - y * z
    return total


def enumerated(a, start):
    total = 0
    for i, x in enumerate(a, start):
        total += i * x
    return total, i


def nested(a, b):
    total = 0
    for i, (x, (y, z)) in enumerate(zip(a, zip(b, a))):
        total += i * x - y * z
    else:
        total += 1
    return total


def with_calls(a, b, f):
    total = 0
    for i, (x, y) in enumerate(zip(a, b)):
        total += f(i, x) - f(y, x)
    return total


def backwards(a):
    out = []
    for x in reversed(a):
        out.append(x)
    for i in reversed(range(len(a))):
        out.append(a[i] * i)
    return out


def mapped(f, a):
    total = 0
    for x in map(f, a):
        total += x
    return total


def over_str(text):
    return [(i, c) for i, c in enumerate(text) if c in "aé"]


def leaves(a, b, limit):
    for i, (x, y) in enumerate(zip(a, b)):
        if i < 2:
            continue
        if x + y > limit:
            break
    else:
        return "else", i, x, y
    return "break", i, x, y


def shared(it):
    """Both iterators are one."""
    return [x * y for x, y in zip(it, it)]


def kept(a):
    """The iterator goes on being used."""
    e = enumerate(a)
    first = []
    for i, x in e:
        if i == 3:
            break
        first.append(x)
    return first, next(e), list(e)


def comprehensions(a, b):
    return ([x * y for x, y in zip(a, b)], {i: x for i, x in enumerate(a)},
            {x - y for x, y in zip(a, b)}, sum(x * y for x, y in zip(a, b)))


def generated(a, b):
    for i, (x, y) in enumerate(zip(a, b)):
        yield i * x + y


def zip_ranges(n):
    return [(i, j) for i, j in zip(range(n), range(n, 0, -1))]


a = list(range(20))
b = [x * 3 % 7 for x in a]
for repeat in range(60):
    result = (zip_two(a, b)[:3], zip_whole(a, b), zip_many(a, b, a, b), enumerated(a, 5), nested(a, b),
              with_calls(a, b, lambda p, q: p * q), backwards(b), mapped(lambda v: v + 1, a), mapped(abs, b),
              over_str("banana"), leaves(a, b, 10), leaves(a, b, 10000), shared(iter(a)), kept(a),
              comprehensions(a, b), list(generated(a, b)), zip_ranges(5))
print(result)

# Other kinds at the same sites.
floats = [x / 4 for x in a]
for first, second in ((tuple(a), b), (floats, tuple(floats)), ("abc", "xyzz"), (range(3), iter([1, 2])),
                      ({1: 2, 3: 4}, {5, 6}), (iter(a), (x for x in b)), ([], a), (a, [])):
    print(zip_two(first, second), zip_whole(first, second) if first else None)
print(enumerated(floats, 2 ** 61 - 10))
print(enumerated(b, 2 ** 70))
print(enumerated(tuple(b), -3), enumerated(range(10), 1))
print(nested(tuple(a), floats))
print(with_calls(a, floats, max))
print(backwards((1, 2, 3)), backwards([]), backwards(bytearray(b"ab")))
print(mapped(float, ["1.5", "2"]), mapped(lambda v: v, range(9)), mapped(len, ["ab", ""]))
print(over_str("aéñ"), over_str(""))
print(shared(iter((1, 2, 3, 4, 5))), shared(iter(range(6))))
print(kept(tuple(a)), kept("abcdef"))
print(comprehensions(floats, tuple(b)))

# What goes wrong.
for bad in ((1, 2), [3], 5, (1, [2]), (1, [2, 3, 4])):
    try:
        print(nested([bad], [1]), nested([1], [bad]))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


def unpack_three(a, b):
    for x, y, z in zip(a, b):
        pass


def unpack_one(a):
    for x, in enumerate(a):
        pass


for f, args in ((unpack_three, (a, b)), (unpack_one, (a,))):
    for repeat in range(30):
        try:
            f(*args)
        except ValueError as e:
            message = str(e)
    print(message)


def raises_in_map(a):
    seen = []
    try:
        for x in map(lambda v: 10 // (v - 7), a):
            seen.append(x)
    except ZeroDivisionError as e:
        return seen, e.__traceback__.tb_lineno - raises_in_map.__code__.co_firstlineno
    return seen


for repeat in range(30):
    result = raises_in_map(a)
print(result)


class Counting:
    """Its iterator tells when it is asked."""

    def __init__(self, n):
        self.n, self.asked = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked > self.n:
            raise StopIteration
        return self.asked


for repeat in range(30):
    short, long = Counting(3), Counting(5)
    zip_two(short, long)
    one, two = Counting(5), Counting(3)
    zip_two(one, two)
print(short.asked, long.asked, one.asked, two.asked)


# What is asked first when not all can be had at once.
def zip_texts(a, text, f):
    out = []
    for x, c in zip(a, text):
        out.append(c * x)
    for y, x in zip(map(f, a), a):
        out.append(x - y)
    for x, y in zip(a, map(f, a)):
        out.append(x - y)
    return out


calls = []
for repeat in range(40):
    calls.clear()
    result = zip_texts([3, 2, 1], "ab" + str(repeat), lambda v: calls.append(v) or v * v)
print(result, calls)


# A list iterator that a zip has taken one item too many from.
def one_too_many(a, b):
    it = iter(a)
    n = 0
    for x, y in zip(it, b):
        n += x * y
    return n, list(it)


for repeat in range(40):
    result = one_too_many(a, [1, 2, 3]), one_too_many([1, 2], b)
print(result)


# Strict, subclasses and keyword arguments.
class Enumerate(enumerate):
    def __next__(self):
        i, x = super().__next__()
        return i + 100, x


def strict(a, b):
    total = 0
    for x, y in zip(a, b, strict=True):
        total += x * y
    return total


for repeat in range(30):
    result = strict(a, b), [p for p in Enumerate("ab")], [q for q in enumerate(iterable="xy", start=3)]
    try:
        strict(a, b[1:])
    except ValueError as e:
        result += (str(e),)
print(result)

# Lists that change while their iterators stand in them.


def growing(l):
    n = 0
    for i, x in enumerate(l):
        n += x
        if i < 10:
            l.append(i)
        if i > 30:
            l.clear()
    return n, len(l)


def shrinking(l):
    out = []
    for i, x in enumerate(reversed(l)):
        out.append(x)
        if i == 2:
            del l[3:]
        if i == 4:
            l.extend([7, 8, 9])
    return out


for repeat in range(40):
    result = growing(list(a)), shrinking(list(a)), growing([1.5] * 3), shrinking(["x"] * 9)
print(result)
