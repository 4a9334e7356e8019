"""Sums that begin as the int 0 and go on as floats: in loops that run not at all, once, often; in
nested loops and behind ifs; what frames show in the middle; where the int comes out again."""


def plain(values):
    s = 0
    for v in values:
        s += v
    return s


def product(values):
    p = 1
    for v in values:
        p *= v
    return p


def nested(n, m):
    s = 0
    for i in range(n):
        for j in range(m):
            s += i * 0.5 + j
    return s


def conditional(values, limit):
    s, c, largest = 0, 0, -1
    for v in values:
        if v > limit:
            s += v
            c += 1
        if s > largest:
            largest = s * 1.0
    return s, c, largest


def from_parameter(s, values):
    for v in values:
        s = s + v * 2.0
    return s


def escapes(values):
    s = 0
    out = []
    for v in values:
        out.append(s)
        s += v
        if v == 3.5:
            out.append([s])
    return out, s


def becomes_int_again(values):
    s = 0
    for v in values:
        s += v
        if s > 5:
            s = 0
    return s


def divides(values):
    s = 0
    try:
        for v in values:
            s += 1 / v
    except ZeroDivisionError:
        return "zero", s
    return s


def while_loop(n):
    x = 0
    k = 0
    while x < n:
        x += 0.25
        k += 1
    return x, k


def two(values):
    a, b = 0, 1
    for v in values:
        a, b = b, a + v
    return a, b


FUNCTIONS = [plain, product, escapes, becomes_int_again, divides, two, lambda v: conditional(v, 1.0),
             lambda v: from_parameter(3, v)]
for i in range(200):
    for f in FUNCTIONS:
        f([0.5, 1.5, 3.5])
    nested(3, 4)
    while_loop(2)
INPUTS = [[], [0.5], [-0.0], [1.5] * 40, [3.5, 1e308, 1e308], [float("nan"), 1.0], [1, 2, 3], [2 ** 70, 1.5],
          [1.5, 2 ** 70], [1.5, 0.0], [1.5, True, 2.5], [1j, 1.5], [0.1, "a"], [0.5] * 3 + [None]]
for values in INPUTS:
    for f in FUNCTIONS:
        try:
            print(f(values))
        except (TypeError, OverflowError) as e:
            print(type(e).__name__, e)
print(nested(0, 5), nested(5, 0), nested(1, 1), nested(9, 9), while_loop(0), while_loop(-1), while_loop(30))
for s in (0, -7, 2 ** 60, 2 ** 61, True, 1.5, -0.0, "x"):
    try:
        print(from_parameter(s, []), from_parameter(s, [0.5]), from_parameter(s, [1, 2]))
    except TypeError as e:
        print(e)
