"""Products that leave the small integers in a hot loop, by constants, squares and powers."""


def grow(x, factor, rounds):
    out = []
    for i in range(rounds):
        x = x * factor
        if i % 9 == 0:
            out.append(x)
        if x > 2 ** 200 or x < -2 ** 200:
            x = i + 1
    return x, sum(out)


def square(x):
    return x * x


def squares(first, rounds):
    total = 0
    for i in range(first, first + rounds):
        total ^= square(i)
    return total


for _ in range(5):
    print(grow(1, 3, 300), grow(-1, 7, 300), grow(5, -2, 300), grow(1, -1, 300), grow(0, 9, 300))
for root in (2 ** 30, 2 ** 31 - 50, 3037000499 - 100, 2 ** 32, -2 ** 31 - 100, 46340):
    print(root, squares(root, 300))
