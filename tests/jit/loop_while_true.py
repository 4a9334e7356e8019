"""while True with break, continue, else and conditions of every kind."""


def until(n):
    i = skipped = 0
    while True:
        i += 1
        if i % 3 == 0:
            skipped += 1
            continue
        if i > n:
            break
    return i, skipped


def text(s):
    n = 0
    while s:
        s = s[1:]
        n += 1
    return n


def drain(items):
    t = 0
    while items:
        t += items.pop()
    return t


def halves(x):
    n = 0
    while x > 1e-300:
        x /= 2
        n += 1
    else:
        n += 10000
    return n


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def none(n):
    x = 0
    while x is not None:
        x += 1
        if x == n:
            x = None
    else:
        return "none"


print(until(3000), text("abc" * 300), drain(list(range(1000))), halves(1.0), none(1000))
print(max((collatz(n), n) for n in range(1, 1000)), collatz(2 ** 61 + 1), collatz(3 ** 50))
while 0:
    print("never")
