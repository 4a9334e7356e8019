"""Sums of products of ints that may be large: computed in one step, exactly."""


def one(a, b, c, d, e):
    return a * b + c * d - e


def nested(a, b, c, d, e):
    return (a - b * c) - (d * e - a) + 5 * b


def differences(a, b, c, d):
    return a - (b - (c - d)), (a - b) - (c - d), -a * b - c


def long(a, b, c, d, e):
    return a * b + c * d + e * a - b * c + d * e - a


def squares(a, b):
    return a * a - b * b + a


def shared(a, b, c):
    """The product is used twice, or somebody else has it, too."""
    p = a * b
    q = p + c
    return p + q, a * b - c, b * a, [p], p - (a * b)


def chosen(a, b, c):
    p = a * b
    if c & 1:
        return p + c
    if c & 2:
        return p
    return c


def spigot(count):
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits.append(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = (q * k, (2 * q + r) * l, t * l, k + 1,
                                (q * (7 * k + 2) + r * l) // (t * l), l + 2)
    return "".join(map(str, digits))


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


numbers = [0, 1, -1, 7, -12, 2**31, 2**60 - 1, 2**61 - 1, -2**61, 2**61, 2**63, -2**63, 2**64 - 1, 2**64, -2**64 + 1,
           2**127 - 1, -2**128, 3**200, -5**300, 10**400 - 1, 2**3000 + 1, 2**12800 - 1]
for f in (one, nested, long):
    for round in range(3):
        out = 0
        for i, a in enumerate(numbers):
            for j, b in enumerate(numbers):
                c, d, e = numbers[(i + j) % 22], numbers[(i * j + round) % 22], numbers[(i - j) % 22]
                v = f(a, b, c, d, e)
                assert f(-a, -b, c, d, e) == f(a, b, -c, -d, e) or (f is not one)
                out = (out * 31 + v) % (10**40 + 3)
        print(f.__name__, out)
for a in numbers:
    for b in numbers:
        assert squares(a, b) == (a - b) * (a + b) + a
        assert one(a, b, -a, b, 0) == 0 == one(a, b, b, a, 2 * a * b)
        assert differences(a, b, a, b) == (2 * (a - b), 0, -a * b - a)
        x = shared(a, b, 3)
        assert x[0] - x[1] - x[2] == 6 and x[3] == [x[2]] and x[4] == 0, (a, b, x)
        assert [chosen(a, b, k) for k in range(4)] == [0, a * b + 1, a * b, a * b + 3]
print(spigot(150))
print(attempt(one, 2**70, 2.5, 1, 2, 3), attempt(one, 2**70, 2**70, "x", 3, 1), attempt(one, 2**70, True, True, 2**80, False),
      attempt(nested, 2**70, None, 3, 4, 5), attempt(squares, 2**70, 1j))


class Int(int):
    def __add__(self, other):
        return "added"

    def __rmul__(self, other):
        return Int(7)


print(attempt(one, 2**70, Int(3), 1, 2, 3), attempt(one, Int(3), 2**70, 2**80, 2, 3))
