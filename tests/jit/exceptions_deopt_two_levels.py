"""What leaves compiled code lies two inlined calls deep; the handler is in the outermost function."""


def leaf(a, b):
    return a + b


def branch(a, b):
    x = a * 2
    y = leaf(x, b)
    return y - a


def root(values, n):
    total = 0
    log = []
    for i in range(n):
        v = values[i % len(values)]
        before = total
        try:
            total += branch(i, v)
        except TypeError as e:
            log.append((i, str(e)))
            total = before + 1
        finally:
            total += 0
    return total, log[:2], len(log)


for _ in range(3):
    root([1, 2, 3], 1000)
print(root([1, 2, 3], 1000))
print(root([1, 2.5, 3], 1000))
print(root([1, None, 3], 1000))
print(root(["a", 2], 1000))
print(root([2 ** 62, 2 ** 61], 1000))
print(root([True], 1000))
