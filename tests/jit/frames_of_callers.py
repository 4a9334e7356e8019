"""sys._getframe of hot and inlined callers: names, lines and variables as they stand."""

import sys


def look(depth):
    f = sys._getframe(depth)
    return f.f_code.co_name, f.f_lineno, sorted(f.f_locals.items(), key=str), f.f_back.f_code.co_name


def inner(a, when):
    b = a * 2
    c = b + 1.5
    if a == when:
        return look(1), look(2)
    return None


def outer(n, when):
    total = 0
    for i in range(n):
        total += i
        seen = inner(i, when)
        if seen:
            print(seen)
    return total


outer(2000, -1)
outer(2000, 1990)
outer(20, 3)
outer(2000, 1)


def globals_too(n):
    t = 0
    for i in range(n):
        t += "outer" in sys._getframe().f_globals
        t += sys._getframe().f_lineno & 1
    return t


print(globals_too(1000))
