"""Bools as numbers in hot code: counted, multiplied, shifted, subtracted; two bools under & | ^ stay
bools; what was a bool becomes something else."""


def count(xs, ys):
    same = less = 0
    for x, y in zip(xs, ys):
        same += x == y
        less = less + (x < y) * 2
    return same, less


def operators(a, b):
    out = [a + b, a - b, a * b, a & b, a | b, a ^ b, a << b, a >> b, a ** b, -a, ~a, +a, a == b, a < b, a != b]
    try:
        out += [a / b, a // b, a % b]
    except ZeroDivisionError as e:
        out.append(str(e))
    return out


def signs(values):
    s = 0
    for v in values:
        s += (v > 0) - (v < 0)
    return s


def big(flag, n):
    x = 1 << 60
    for i in range(n):
        x = x + x * flag
    return x


def average(values):
    hits = 0
    for v in values:
        hits += (v > 1.5) / 2
    return hits


for i in range(300):
    count([1, 2, 3], [1, 5, i])
    operators(i % 2 == 0, i % 3 == 0)
    operators(i, i % 3 == 0)
    operators(i % 3 == 0, i)
    signs([1, -2, 0])
    big(i % 2 == 0, 1)
    average([1.0, 2.0])
print(count(range(50), [7] * 50))
print(signs([3, -1, 0, 5, -0.0, 2.5]), big(True, 5), big(False, 5), big(True, 0), average([1.0, 2.0, 3.0]))
for a in (True, False, 0, 1, 3, 1.5, 2 ** 70):
    for b in (True, False, 0, 1, 2):
        try:
            print(a, b, operators(a, b))
        except TypeError as e:
            print(a, b, e)


class Odd:
    def __eq__(self, other):
        return "yes"

    def __lt__(self, other):
        return 2.5


try:
    print(count([1, Odd()], [1, 1]))
except TypeError as e:
    print(e)
