"""Complex numbers in hot loops: every operator, mixed with ints and floats, infinities, nan,
signed zeros, divisions and powers that raise; z that lives around a loop, escapes, is merged."""


def escape_time(c, limit):
    z = 0j
    for i in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return i
    return z


def operators(a, b):
    return (a + b, a - b, a * b, a / b, b / a, -a, a * 2, 2.5 * b, b / 3, 3 / b, a.real, b.imag, abs(b), a ** 2,
            b - 1, 1 - b, complex(b), complex(1, 2.5), complex(a.imag), a ** 3, a ** 0.5)


def attempt(f, *args):
    try:
        return f(*args)
    except (OverflowError, ZeroDivisionError) as e:
        return str(e)


def corner(z, y):
    return [attempt(f, z, y) for f in (
        lambda z, y: z + 0.0, lambda z, y: z * 1.0, lambda z, y: z - z, lambda z, y: z * z, lambda z, y: z / 2.0,
        lambda z, y: z ** 2, lambda z, y: abs(z), lambda z, y: 1 / z, lambda z, y: z / y, lambda z, y: z * y)]


def merged(n, a):
    kept = []
    z = a
    for k in range(n):
        if k % 3 == 0:
            w = z * 1j
        else:
            w = z + 1
        if k % 5 == 0:
            kept.append(w)
        z = w / 1.5
    return z, kept


def changes_type(n):
    z = 1j
    for k in range(n):
        z = z * 2
        if k == n - 2:
            z = z.real
    return z


def two(n):
    a, b = 1 + 1j, 2 - 1j
    for k in range(n):
        a, b = b, a * 0.5 + b
    return a, b, a is b


def sums(values):
    total = 0
    for v in values:
        total += v
    return total


def not_run(n):
    z = 0j
    for k in range(n):
        z = z + k
    return z


for i in range(400):
    escape_time(complex(i / 400 - 0.5, 0.3), 50)
    operators(complex(i, 1.5), complex(2, -i - 1))
    corner(complex(i, -i - 1), 2.0)
    merged(6, 1j)
    changes_type(5)
    two(4)
    sums([1j, 2.0, 3, 4 + 1j])
    not_run(i % 3)
print([escape_time(complex(i / 40 - 0.5, 0.3), 50) for i in range(40)])
print(operators(complex(3, 1.5), complex(2, -7)))
inf, nan = float("inf"), float("nan")
for x in (1.0, inf, nan, -0.0, 0.0, 1e308, 1e-320):
    for y in (2.0, -inf, nan, 0.0, -0.0, 1e308):
        print(corner(complex(x, y), y))
print(merged(40, 1 + 2j))
print(changes_type(20), two(30), sums([1j] * 40), sums([]), not_run(0), not_run(100))


class Wide(complex):
    def __mul__(self, other):
        return "mine"


for c in (Wide(1, 2), 3, 2.5, True, 2 ** 70):
    print(two(3), attempt(lambda v: escape_time(v, 3), c), attempt(lambda v: operators(1j, v)[:3], c))
    try:
        print(merged(3, c))
    except TypeError as e:
        print(e)
