"""Loops whose iterations load what the one before has stored."""


def prefix_sums(l):
    for i in range(1, len(l)):
        l[i] = l[i - 1] + l[i]
    return l


def backwards(l):
    for i in range(len(l) - 2, -1, -1):
        l[i] = l[i + 1] * 2 + l[i]
    return l


def by_two(l, start):
    for i in range(start, len(l), 2):
        l[i] = l[i - 2] + 1
    return l


def decay(l, k):
    i = 0
    while i + 1 < len(l):
        l[i + 1] = l[i] * k
        i += 1
    return l


def two_stores(l):
    for i in range(1, len(l)):
        x = l[i - 1]
        l[i] = x + 1
        l[i] = x + 2
    return l


def store_behind(l):
    for i in range(1, len(l) - 1):
        x = l[i - 1]
        l[i - 1] = -x
        l[i] = x + 1
    return l


def other_store(l, m):
    for i in range(1, len(l)):
        x = l[i - 1]
        l[i] = x + 1
        m[0] = i * 100
    return l, m


def sometimes(l):
    for i in range(1, len(l)):
        if l[i] % 3:
            l[i] = l[i - 1] + 1
    return l


def breaks(l, limit):
    for i in range(1, len(l)):
        if l[i] > limit:
            break
        l[i] = l[i - 1] + l[i]
    return l


def shrinks(l):
    try:
        for i in range(1, len(l)):
            l[i] = l[i - 1] + 1
            if l[i] == 5:
                l.pop()
    except IndexError as e:
        return l, str(e)
    return l


def nested(rows):
    for row in rows:
        for j in range(1, len(row)):
            row[j] = row[j - 1] + row[j]
    for i in range(1, len(rows)):
        for j in range(len(rows[i])):
            rows[i][j] = rows[i - 1][j] + rows[i][j]
    return rows


def fibonacci(n):
    l = [0] * n
    l[1] = 1
    for i in range(2, n):
        l[i] = l[i - 1] + l[i - 2]
    return l


def first_missing(l, n):
    try:
        for i in range(0, n):
            l[i] = l[i - 1] + 1
    except IndexError as e:
        return l, str(e)
    return l


def kinds(l, v):
    for i in range(1, len(l)):
        l[i] = l[i - 1] + v
    return l


for k in range(600):
    prefix_sums([1, 2, 3, 4])
    backwards([1, 2, 3, 4])
    by_two([1, 2, 3, 4, 5, 6], 2)
    decay([1.0, 0.0, 0.0], 0.5)
    two_stores([1, 2, 3, 4])
    store_behind([1, 2, 3, 4])
    other_store([1, 2, 3], [0, 0])
    sometimes([1, 2, 3, 4, 5])
    breaks([1, 2, 3, 4], 3)
    shrinks([1, 2, 3])
    nested([[1, 2, 3], [4, 5, 6]])
    fibonacci(9)
    first_missing([1, 2, 3], 3)
    kinds([1, 2, 3], 1)
print(prefix_sums(list(range(10))), prefix_sums([]), prefix_sums([7]), prefix_sums([0.5, 1.5]), prefix_sums(["a", "b", "c"]))
print(backwards(list(range(10))), by_two(list(range(9)), 2), by_two(list(range(5)), 1), by_two(list(range(5)), 0))
print(decay([1.0] * 6, 0.5), decay([1e200, 0, 0, 0], 1e100), decay([1], 2), decay([3, 0, 0], 2))
print(two_stores([1, 0, 0, 0]), store_behind([1, 2, 3, 4, 5, 6]))
l = [1, 2, 3, 4]
print(other_store(l, l), other_store([1, 2, 3], [9]))
print(sometimes(list(range(12))), breaks([1, 1, 1, 50, 1], 10), breaks([1, 99], 3))
print(shrinks([1] * 9), shrinks([5, 5, 5]))
print(nested([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), nested([[1.5, 2], [3, "x"]][:1]))
row = [1, 2, 3]
print(nested([row, row]))
print(fibonacci(100)[-1], first_missing([1, 2, 3], 5), first_missing([], 1))
print(kinds([1, 2, 3, 4], 0.5), kinds([1.5, 2, 3], 1), kinds([2**61, 0, 0], 2**61), kinds([True, 0], 1), kinds(["a", "", ""], "b"))


# Entered in the middle of the inner loop, where the counters come from the frame.
def relaxed(grid, rounds):
    n = len(grid)
    for _ in range(rounds):
        for i in range(1, n - 1):
            above, here, below = grid[i - 1], grid[i], grid[i + 1]
            for j in range(1, n - 1):
                here[j] = 0.25 * (above[j] + below[j] + here[j - 1] + here[j + 1]) + 0.0625 * here[j]


# The item is changed in the loop: it is not the counter's predecessor when the code is entered.
def changed_item(values, n):
    for i in range(1, n):
        values[i] = values[i - 1] + 1
        if i % 500 == 499:
            i = 3
            values[i] = values[i - 1] + 100
    return i


grid = [[(i * j) % 7 / 4 for j in range(40)] for i in range(40)]
relaxed(grid, 12)
print(sum(map(sum, grid)))
values = [0] * 3000
print(changed_item(values, 3000), sum(values), values[2990:], values[:6])
