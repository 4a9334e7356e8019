# str.format with a constant receiver, in compiled code.


def row(name, number, total):
    return "{:<12}{:>8}{:>14.2f}|{!r:>10}|{}".format(name, number, total, name, total)


def given(x, y, width):
    return "{0} {name!r:>12} {1:>{width}} {0:{1}}".format(x, y, name="n", width=width)


def names(a, b):
    return "{first}-{second:05}-{first!s:>6}-{{literal}}".format(first=a, second=b)


def money(v):
    return "{:,.2f}".format(v)


def mixed(v):
    return "[{:>6}]".format(v)


def as_is(v):
    return f"<{'{}/{!a}'.format(v, v)}>"


class Own:
    def __format__(self, spec):
        return f"Own({spec})"

    def __str__(self):
        return "own"

    def __repr__(self):
        return "<ö>"


class Sub(str):
    def __format__(self, spec):
        return "sub:" + spec


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


for k in range(300):
    result = [row("name", k, k * 1.5), given(k, 7, 9), names("a", k), money(k * 1234.5), mixed(k), as_is(k),
              attempt(names, "ä", 3)]
print(result)
values = [5, 2.5, "text", "tëxt", None, True, Own(), Sub("s"), 1 << 80, 1e300, float("nan"), [1], b"b", -3, ""]
for k in range(40):
    result = [[attempt(mixed, v), attempt(as_is, v), attempt(money, v)] for v in values]
print(result)
for a in values:
    print([attempt(row, "x", a, b) for b in values[:5]], [attempt(given, a, b, 4) for b in values], attempt(names, a, a))


# What cannot be taken apart, or is wrong.
def wrong(k, x):
    if k == 0:
        return "{} {}".format(x)
    if k == 1:
        return "{0} {}".format(x)
    if k == 2:
        return "{a}".format(x)
    if k == 3:
        return "{".format(x)
    if k == 4:
        return "{0.real} {0!r}".format(x)
    if k == 5:
        return "{!z}".format(x)
    if k == 6:
        return "{:{}{}}".format(x, ">", 5)
    if k == 7:
        return "{:{:{}}}".format(x, 1, 2)
    if k == 8:
        return "{0}{1[1]}".format(x, (x, x))
    if k == 9:
        return "{:d}".format(x)
    if k == 10:
        return "{a}{b}".format(a=x, **{"b": 2})
    if k == 11:
        return "{:*^{width}.{precision}f}".format(x, width=12, precision=3)
    return "no fields".format(x)


for round in range(30):
    result = [attempt(wrong, k, x) for k in range(13) for x in (3, 2.5, "s", Own())]
print(result)

# In order: what raises first, what is called when.
log = []


class Logged:
    def __init__(self, n):
        self.n = n

    def __format__(self, spec):
        log.append((self.n, spec))
        if self.n < 0:
            raise ValueError("negative")
        return str(self.n)


def order(a, b, c):
    return "{:{}}+{}".format(a, b, c)


for k in range(300):
    log.clear()
    result = attempt(order, Logged(1), Logged(2), Logged(3)), attempt(order, Logged(1), Logged(-2), Logged(3)), \
        attempt(order, Logged(4), Logged(5), Logged(-6))
print(result, log)
