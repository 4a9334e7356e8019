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


print(apply([increment, double] * 20, 0))
print(apply_many([increment, int, abs, round, lambda x: x, float] * 20, 0))
print(always(0))
sys.exit("done")
