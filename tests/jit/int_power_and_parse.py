"""pow, int(), str() and round trips that pass the word's edge."""


def power(base, exponent):
    return base ** exponent


def trip(n):
    return int(str(n)) == n and int(hex(n), 16) == n and int(float(n)) - n


total = 0
for i in range(3000):
    total += power(i % 10, 3) - power(2, i % 7)
print(total)
for base in (2, -2, 3, 10, -1, 0):
    print(base, [power(base, e) for e in (0, 1, 30, 61, 62, 63, 64)])
print([power(2, -1), power(2.0, 3), power(-8, 2), power(9, 0.5), power(True, 5)])
print([trip(s * 2 ** p + d) for p in (0, 40, 53, 61, 62, 63) for s in (1, -1) for d in (0, 1)] * 2)
for bad in (lambda: power(0, -1), lambda: power("a", 2), lambda: int("1x")):
    for _ in range(300):
        try:
            bad()
        except (ZeroDivisionError, TypeError, ValueError) as e:
            text = str(e)
    print(text)
