"""Builtins are replaced, shadowed by globals, and put back while loops that use them run."""

import builtins


def loop(rounds):
    total = 0
    for i in range(rounds):
        if i == 1000:
            builtins.len = lambda x: 100
        if i == 1100:
            builtins.len = real
        if i == 1200:
            globals()["len"] = lambda x: -1
        if i == 1300:
            del globals()["len"]
        total += len("abc")
    return total


def ranges(rounds):
    out = []
    for i in range(rounds):
        if i == 900:
            globals()["range"] = lambda n: [n, n]
        if i == 950:
            del globals()["range"]
        n = 0
        for j in range(3):
            n += j
        out.append(n)
    return sum(out), out[899], out[900], out[951]


real = len
print(loop(2000), ranges(1000))


def kinds(rounds):
    hits = 0
    for i in range(rounds):
        if i == 700:
            builtins.isinstance = lambda *a: False
        if i == 800:
            builtins.isinstance = check
        if isinstance(i, int):
            hits += 1
    return hits


check = isinstance
print(kinds(1500))
