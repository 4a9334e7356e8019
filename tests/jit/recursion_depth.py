"""How deep hot recursion gets before RecursionError, by every way of calling."""

import sys


def plain(n):
    global deepest
    deepest = n
    return plain(n + 1)


def one(n):
    global deepest
    deepest = n
    return two(n + 1) + 1


def two(n):
    global deepest
    deepest = n
    return one(n + 1) - 1


class K:
    def method(self, n):
        global deepest
        deepest = n
        return self.method(n + 1)

    def __call__(self, n):
        global deepest
        deepest = n
        return self(n + 1)


def by_default(n=0, *rest, k=None):
    global deepest
    deepest = n
    return by_default(n + 1, *rest, k=k)


def closure(n):
    def inner(m):
        global deepest
        deepest = m
        return inner(m + 1)
    return inner(n)


def depth(f):
    try:
        f(1)
    except RecursionError:
        return deepest


def depths(*functions):
    out = []
    for f in functions:  # a comprehension would be one more frame
        out.append(depth(f))
    return out


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def bounded(n):
    return 0 if n == 0 else 1 + bounded(n - 1)


print(fib(17), bounded(900))
for _ in range(3):
    print(depths(plain, one, two, K().method, by_default, closure), bounded(500))
sys.setrecursionlimit(300)
print(depths(plain, one, K().method))
sys.setrecursionlimit(5000)
print(depths(plain, one, by_default), bounded(4500))


def at_bottom(n):
    try:
        return at_bottom(n + 1)
    except RecursionError:
        return n


def cleanup(n, log):
    try:
        cleanup(n + 1, log)
    finally:
        log.append(n)


sys.setrecursionlimit(1000)
print(at_bottom(0), at_bottom(0), at_bottom(0))
log = []
try:
    cleanup(0, log)
except RecursionError as e:
    print(len(log), log[0], log[-1], e)
