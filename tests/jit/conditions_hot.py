"""and, or, not, chains, conditional expressions over all truth values, in hot loops."""


class Odd:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        if self.n > 900:
            raise ValueError("no truth")
        return self.n % 2 == 1


def choose(a, b, c):
    return a and b or c, a or b and c, not (a and b), a if b else c, (a or b) and not c


def chain(a, b, c):
    return a < b < c, a == b == c, a <= b != c, not a < b


def count(values):
    n = 0
    for v in values:
        if v:
            n += 1
        elif v is None or v == 0:
            n += 1000
    return n


for i in range(1000):
    choose(i, i & 1, 0), chain(i, 5, 10), count([i])
print(choose(0.0, "", None), choose([], {}, (0,)), choose(1, "x", 0.5), chain(1, 2.5, 3), chain("a", "b", "c"), chain(2, 2.0, True))
print(count([0, 1, None, "", "a", [], [0], 0.0, -0.0, float("nan"), 2 ** 70, False, (), Odd(1), Odd(2)] * 50))
try:
    count([Odd(k) for k in range(1000)])
except ValueError as e:
    print(e)
try:
    chain(1, "a", 2)
except TypeError as e:
    print(e)


def early(n):
    calls = 0

    def f(v):
        nonlocal calls
        calls += 1
        return v
    for i in range(n):
        f(0) and f(1)
        f(1) or f(0)
        f(1) < f(0) < f(5)
    return calls


print(early(500))
