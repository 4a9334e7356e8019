"""nan, infinities, signed zeros, denormals and overflow in loops that were hot with plain floats."""

INF = float("inf")
NAN = float("nan")


def compare(a, b):
    return "".join("FT"[x] for x in (a < b, a <= b, a == b, a != b, a > b, a >= b))


def combine(a, b):
    return a + b, a - b, a * b, -a, abs(b)


def divide(a, b):
    try:
        return a / b, a // b, a % b
    except ZeroDivisionError as e:
        return str(e)


def run(a, b):
    return compare(a, b), combine(a, b), divide(a, b)


for i in range(2000):
    run(i * 0.5, 3.5)
values = [0.0, -0.0, 1.0, -1.5, INF, -INF, NAN, 5e-324, 1.7976931348623157e308, 1e16, 0.1, 3, -2, True, 2 ** 70]
for a in values:
    for b in values:
        print(a, b, *run(a, b))


def truths(items):
    return ["yes" if x else "no" for x in items], [not x for x in items], [x or 1 for x in items][:4]


for _ in range(200):
    out = truths(values)
print(out)


def to_nan(n):
    x = 1e300
    rounds = 0
    for i in range(n):
        x = x * 10 if i < 20 else x - x
        rounds += x == x
    return x, rounds


print(to_nan(2000))
