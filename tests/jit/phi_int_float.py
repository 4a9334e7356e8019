"""A variable that is an integer on one path and a float on the other."""


def both(n):
    x = 0
    ints = floats = 0
    for i in range(n):
        if i % 3 == 0:
            x = i
        elif i % 3 == 1:
            x = i * 0.5
        if isinstance(x, int):
            ints += x
        else:
            floats += x
    return x, ints, floats, type(x).__name__


def late(n, when):
    x = 1
    for i in range(n):
        if i == when:
            x = x + 0.0
        x = x * 3 % 1009
    return x


def accumulate(n, start):
    total = start
    for i in range(n):
        total += i
    return total


print(both(1000), both(3001))
print(late(3000, -1), late(3000, 2999), late(3000, 1500), late(3000, 0))
print(accumulate(2000, 0), accumulate(2000, 0.0), accumulate(2000, -0.0), accumulate(2000, True), accumulate(5, 2 ** 62))
