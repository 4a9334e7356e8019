"""Thousands of functions, each warm for a moment: made by exec, closures and classes."""

total = 0
for i in range(400):
    scope = {}
    exec(f"def f(n):\n    t = {i}\n    for k in range(n):\n        t += k\n    return t", scope)
    total += scope["f"](30)
print(total)


def maker(i):
    def f(n):
        return sum(i for _ in range(n))
    return f


print(sum(maker(i)(5) for i in range(1000)))
for i in range(200):
    K = type("K%d" % i, (), {"m": lambda self, x: x + 1, "v": i})
    k = K()
    for _ in range(20):
        total += k.m(k.v)
print(total)
