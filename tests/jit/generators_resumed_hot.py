"""Generators that are resumed thousands of times, whose variables change type between."""


def count(n):
    x = 0
    for i in range(n):
        if i == 1500:
            x = 0.5
        if i == 2500:
            x = 2 ** 62
        x += 1
        yield x


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, g):
    out = []
    for v in g:
        if n == 0:
            break
        n -= 1
        out.append(v)
    return out


print(sum(count(1000)), sum(count(2000)), sum(count(3000)), list(count(2502))[-3:])
print(take(100, fib())[-1], sum(take(90, fib())))
g = count(3000)
total = 0
while True:
    try:
        total += next(g)
    except StopIteration as e:
        print(e.value, total)
        break
print(next(g, "ended"), list(g))


def two(n):
    for pair in zip(count(n), fib()):
        yield pair


print(list(two(2000))[-1][0], sum(a for a, b in two(100)))


def squares(n):
    return sum(x * x for x in range(n)), max(x % 7 for x in range(n)), [y for y in (x for x in range(n) if x % 2)][-1]


print(squares(1000), squares(2000))
