import sys


def increment(x):
    return x + 1


def double(x):
    return x * 2


def apply(functions, x):
    for function in functions:
        x = function(x)
    return x


def apply_many(functions, x):
    for function in functions:
        x = function(x)
    return x


def always(x):
    for i in range(100):
        x = increment(x)
    return x


def keyword(x, step=1):
    return x + step


def bound(x):
    for i in range(50):
        x = keyword(x, step=2)
        x = keyword(x)
        x = keyword(*[x, 1])
        x = keyword(x, 1)
    return x


print(apply([increment, double] * 20, 0))
print(apply_many([increment, int, abs, round, lambda x: x, float] * 20, 0))
print(always(0), bound(0))
sys.exit("done")
