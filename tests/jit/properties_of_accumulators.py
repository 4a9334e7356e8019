"""Sums whose order matters for floats, long chains of the same operation, and invariants of loops."""


def floats(values):
    t = 0.0
    for v in values:
        t += v
    return t


def reassociation(n):
    a = 0.1
    return [a + 0.2 + 0.3, 0.1 + (0.2 + 0.3), a * 3 / 3, (a * n) / n, a - 0.3 + 0.2]


def invariant(n, a, b):
    t = 0
    for i in range(n):
        t += a * b + len(str(a)) + (a // b if b else 0)
    return t


def guarded(n, d):
    t = 0
    for i in range(n):
        if d:
            t += 10 // d + i % d
    return t


def induction(n):
    out = []
    j = 100
    for i in range(n):
        j -= 3
        k = i * 5 + j
        if k % 1000 == 0:
            out.append((i, j, k))
    return out, j


print(floats([0.1] * 1000), floats([1e16, 1.0, -1e16] * 400), floats([1e308] * 20), reassociation(7))
print(invariant(1000, 7, 2), invariant(1000, 7, 0), invariant(300, 2.5, 2), invariant(300, 2 ** 61, -3))
print(guarded(2000, 0), guarded(2000, 7), guarded(100, 0.0), induction(3000))
