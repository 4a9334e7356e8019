"""Cells written by inner functions while the outer loop runs, and shared between closures."""


def counter():
    n = 0

    def up(k):
        nonlocal n
        n += k
        return n

    def get():
        return n
    return up, get


def loop(rounds):
    total = 0

    def add(x):
        nonlocal total
        total += x
        if total > 10 ** 6:
            total = 0.5
    for i in range(rounds):
        add(i)
        if i == 1000:
            total = 2 ** 62
    return total


up, get = counter()
for i in range(3000):
    up(i if i < 2990 else 0.25)
print(get(), loop(1500), loop(3000))
functions = [lambda: i for i in range(3)]
adders = [(lambda k: lambda x: x + k)(k) for k in range(3)]
print([f() for f in functions], [sum(a(x) for x in range(1000)) for a in adders])


def late():
    out = []
    for i in range(1000):
        def f():
            return i
        out.append(f)
    return out[0](), out[500]()


print(late())


def recursive():
    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)
    t = 0
    for i in range(300):
        t += fact(i % 30)
    fact_before = fact
    fact = lambda n: 0
    return t, fact_before(5)


print(recursive())
