"""Shifts by constants, variables, too much, and less than nothing, in hot loops."""


def left(x, n):
    return x << n


def right(x, n):
    return x >> n


def run(x, top):
    out = 0
    for n in range(top):
        out ^= left(x, n) + right(x, n)
    return out


for _ in range(30):
    run(1, 50)
for x in (1, -1, 5, -5, 2 ** 31, 2 ** 61, -2 ** 61, 2 ** 62 - 1, -2 ** 63, 10 ** 25, 0):
    print(x, run(x, 130), right(x, 61), right(x, 62), right(x, 63), right(x, 64), right(x, 1000), left(x, 62))
for n in (-1, -100):
    for shift in (left, right):
        try:
            shift(3, n)
        except ValueError as e:
            print(n, e)
print(right(2 ** 70, 2 ** 40), left(0, 2 ** 40))
try:
    left(1, 1.5)
except TypeError as e:
    print(e)
