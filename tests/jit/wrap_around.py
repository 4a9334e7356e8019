"""Random number generators and hashes: products beyond small ints under a mask, masks of every
size, negative values, what else wants the product, and values that are no small ints at all."""


def lcg(n, x, mask):
    for i in range(n):
        x = (x * 1103515245 + 12345) & mask
    return x


def lcg_modulo(n, x):
    for i in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) % 2 ** 64
    return x


def fnv(data):
    h = 2166136261
    for c in data:
        h = ((h ^ c) * 16777619) & 0xffffffff
    return h


def xorshift(n, x):
    for i in range(n):
        x ^= (x << 13) & 0xffffffff
        x ^= x >> 17
        x ^= (x << 5) & 0xffffffff
    return x


def mixed(n, x):
    kept = 0
    for i in range(n):
        p = x * 3037000493
        x = (p - (i << 40) + ~x) & 0xfffffffffff
        if p > kept:
            kept = p
    return x, kept


def negative(n, x):
    out = []
    for i in range(n):
        out.append((x * -1234567890123 - i) & 0xffff)
        out.append(-(x * x * x) & 1023)
        out.append(((x << 50) - 1) % 4096)
        x = -x * 31 % 1000003
    return out


def wide(n, x):
    for i in range(n):
        x = (x * 25214903917 + 11) & ((1 << 61) - 1)
    return x


def wider(n, x):
    for i in range(n):
        x = (x * 25214903917 + 11) & ((1 << 64) - 1)
    return x


def may_raise(n, x):
    s = 0
    for i in range(n):
        s = (s + x * 1103515245 // (n - i - 1 or 1)) & 0xffffff
    return s


for i in range(400):
    lcg(5, i, 0x7fffffff)
    lcg_modulo(3, i)
    fnv(b"abcdef")
    xorshift(4, i + 1)
    mixed(4, i)
    negative(3, i)
    wide(3, i)
    wider(3, i)
    may_raise(5, i)
for x in (0, 1, -1, 2 ** 31, 2 ** 60 + 12345, -2 ** 61, 2 ** 61, 2 ** 64 - 1, -2 ** 70, True):
    print(x, lcg(50, x, 0x7fffffff), lcg(9, x, 2 ** 61 - 1), lcg(9, x, 2 ** 62 - 1), lcg(9, x, 0), lcg(9, x, -1),
          lcg_modulo(30, x), xorshift(50, x), mixed(30, x), negative(6, x), wide(20, x), wider(20, x), may_raise(9, x))
print(fnv(bytes(range(256))))
for x in (1.5, "", None):
    for f in (lambda: lcg(3, x, 255), lambda: mixed(3, x), lambda: negative(2, x)):
        try:
            print(f())
        except TypeError as e:
            print(e)


def powers(x, y):
    try:
        return x ** y, x ** -1.5, x ** 0.5, 2 ** y, x ** 2
    except (OverflowError, ZeroDivisionError) as e:
        return type(e).__name__, str(e)


for i in range(300):
    powers(i + 0.5, 1.5)
inf, nan = float("inf"), float("nan")
for x in (0.0, -0.0, 1.0, 4.0, 1e200, 1e-200, 5e-324, -2.0, -1.0, inf, -inf, nan, 3, 0, -3, True):
    for y in (0, 1, 2, -1, 0.5, 1e10, -1e10, inf, -inf, nan, 3.0):
        print(x, y, powers(x, y))
