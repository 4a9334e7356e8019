"""// and % of all signs, by constants and variables, with errors in the middle of a hot loop."""


def by_variable(a, b):
    return a // b, a % b, divmod(a, b)


def by_constants(a):
    return (a // 7, a % 7, a // -7, a % -7, a // 8, a % 8, a // -8, a % -8, a // 1, a % 1, a // -1, a % -1,
            a // 1000003, a % 1000003)


def sweep(values):
    total = 0
    for a in values:
        for b in (1, -1, 2, -2, 3, -3, 10, -10, 64, 2 ** 40, -2 ** 61):
            q, r, (q2, r2) = by_variable(a, b)
            assert q * b + r == a and (q, r) == (q2, r2)
            total = (total * 31 + q * 7 + r) % (2 ** 61 - 1)
        for part in by_constants(a):
            total = (total * 31 + part) % (2 ** 61 - 1)
    return total


print(sweep(range(-200, 200)))
for edge in (2 ** 31, 2 ** 61, 2 ** 62, 2 ** 63):
    print(edge, sweep([s * edge + d for s in (1, -1) for d in range(-3, 4)]))
zeros = 0
for i in range(2000):
    try:
        by_variable(i, i % 50)
    except ZeroDivisionError as e:
        zeros += 1
        text = str(e)
print(zeros, text)
