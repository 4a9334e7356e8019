"""Loop variables, and variables assigned only in loops, after they end in every way."""


def after(n, stop):
    for i in range(n):
        j = i * 2
        if i == stop:
            break
    try:
        return i, j
    except UnboundLocalError as e:
        return str(e)


def swap(n):
    a, b, c = 1, 2, 3
    for i in range(n):
        a, b, c = b, c, a
        if i == n - 1:
            a = "end"
    return a, b, c, i


def outer(n):
    for k in range(n):
        for m in range(k):
            pass
    return k, m


for _ in range(100):
    after(50, 49)
print(after(2000, 1999), after(2000, -1), after(0, 0), after(1, 0), swap(1000), swap(1001), swap(1), outer(50))
try:
    outer(1)
except UnboundLocalError as e:
    print(e)
