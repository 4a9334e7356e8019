"""Endless loops inside native functions end by a signal's exception, which CPython's do not."""
import collections
import functools
import itertools
import operator
import signal


class Stop(Exception):
    pass


def handler(number, frame):
    raise Stop


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


ones = itertools.repeat(1)
zeros = itertools.repeat(0)
LOOPS = {
    "sum": lambda: sum(ones),
    "max": lambda: max(ones),
    "any": lambda: any(zeros),
    "all": lambda: all(map(lambda x: True, itertools.count())),
    "in": lambda: -1 in itertools.count(),
    "filter": lambda: next(filter(None, zeros)),
    "dropwhile": lambda: next(itertools.dropwhile(bool, ones)),
    "islice": lambda: next(itertools.islice(ones, 10**15, None)),
    "compress": lambda: next(itertools.compress(ones, zeros)),
    "groupby": lambda: list(itertools.islice(itertools.groupby(ones), 2)),
    "reduce": lambda: functools.reduce(lambda a, b: 0, ones),
    "deque": lambda: collections.deque(ones, maxlen=0),
    "set": lambda: set(ones),
    "dict": lambda: dict.fromkeys(ones),
    "extend": lambda: [].extend(filter(None, zeros)),
    "indexOf": lambda: operator.indexOf(ones, 2),
    "iter": lambda: any(iter(lambda: 0, 1)),
    "generator": lambda: sum(1 for _ in ones),
    "recursion": lambda: fib(90),
}
signal.signal(signal.SIGALRM, handler)
for name, loop in LOOPS.items():
    for _ in range(2):
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        try:
            print(name, loop())
        except Stop:
            pass
        signal.setitimer(signal.ITIMER_REAL, 0)
print(sum(range(10**15)), sum(range(-10**30, 10**30, 7**20)), sum(range(10**18, -10**18, -3), 2**70))
