"""Functions that run often while their loops run once, or not at all; and one very long loop."""


def once(items):
    for x in items:
        return x
    return None


def first(n):
    for i in range(n):
        if i * i >= n:
            return i
    else:
        return -1


def maybe(n):
    while n:
        n -= 1
        break
    return n


out = []
for k in range(3000):
    out.append(first(k % 50))
    once([k] if k % 3 else ())
    maybe(k & 1)
print(sum(out), once([]), once("x"), once({3: 4}), first(0), maybe(5))


def long(n):
    t = 0
    for i in range(n):
        t += i & 3
    return t


print(long(300000))
