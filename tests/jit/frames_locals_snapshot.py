"""locals() and f_locals in a hot function; what is written to the dict stays outside."""

import sys


def plain(n):
    total = 0
    half = 0.5
    name = "x"
    for i in range(n):
        total += i
        half += 0.5
        if i == n - 1:
            d = locals()
            d["total"] = -1
            del name
            again = locals()
            return sorted((k, v) for k, v in again.items() if k not in ("d", "again")), total, d is again


def vars_of(n):
    out = []
    for i in range(n):
        if i % 500 == 499:
            x = i
            out.append(sorted(vars()))
    return out


def frame_kept(n):
    f = sys._getframe()
    for i in range(n):
        y = i * 2
    return f, y


def evaluated(n):
    a = 3
    t = 0
    for i in range(n):
        if i % 100 == 0:
            t += eval("a + i")
            exec("a = 100")
        t += a
    return t


print(plain(2000), vars_of(1000))
f, y = frame_kept(1500)
print(sorted(f.f_locals.items(), key=lambda p: p[0])[1:], y, f.f_lineno)
print(evaluated(1000))
