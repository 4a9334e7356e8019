"""One call site calls functions, methods, classes, natives, callables, partial objects."""

import functools


class K:
    def __init__(self, v):
        self.v = v

    def method(self, x):
        return self.v + x

    @classmethod
    def made(cls, x):
        return cls.__name__, x

    @staticmethod
    def static(x):
        return -x

    def __call__(self, x):
        return x * self.v


def apply(f, x):
    return f(x)


def plain(x):
    return x + 1


callables = [plain, lambda x: x * 2, K(3).method, K.made, K.static, K(5), abs, str, functools.partial(pow, 2),
             [1].__contains__, K(1).method.__func__.__get__(K(9)), int, type, "{}".format]
for _ in range(1000):
    apply(plain, 1)
for _ in range(300):
    out = [apply(f, 7) for f in callables]
print(out[:-1])
for bad in (None, 5, "text", K):
    try:
        r = apply(bad, 1)
        print(type(r).__name__)
    except TypeError as e:
        print(e)
