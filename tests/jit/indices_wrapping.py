# Indices that wrap around: l[i - 1] from the first item to the last, l[(i + 1) % n], and
# what makes that go wrong: empty lists, shorter ones, other divisors.


def neighbours(l):
    n, total = len(l), 0
    for i in range(n):
        total = total * 3 % 1009 + l[i - 1] - l[(i + 1) % n] + l[(i - 1) % n]
    return total


def rows(above, here, width):
    out = []
    for x in range(width):
        left = x - 1
        right = (x + 1) % width
        out.append(above[left] + above[right] * 2 + here[left] * 4 + here[x] * 8)
    return out


def ring(l, n, steps):
    at, total = 0, 0
    for _ in range(steps):
        at = (at + 1) % n
        total += l[at]
    return total, at


def ring_back(l, n, steps):
    at, total = 0, 0
    for _ in range(steps):
        at = (at - 1) % n
        total += l[at]
    return total, at


def hashed(keys, table):
    size, hits = len(table), 0
    for key in keys:
        hits += table[key % size]
        hits += table[key * 7 % size - 1]
    return hits


def modulo(l, n, count):
    total = 0
    for i in range(count):
        total += l[i % n]
    return total


def by_two(l):
    return [l[i - 2] for i in range(len(l))]


def stores(l):
    n = len(l)
    for i in range(n):
        l[i - 1], l[(i + 1) % n] = l[(i + 1) % n], l[i - 1] + i
    return l


def remainders(low, high, n):
    return [(i + 1) % n for i in range(low, high)], [(i - 1) % n for i in range(low, high)], [i % n for i in range(high)]


def attempt(f, *args):
    try:
        return f(*args)
    except (IndexError, ZeroDivisionError) as e:
        return "%s: %s" % (type(e).__name__, e)


numbers = list(range(50, 0, -1))
for _ in range(20):
    results = [neighbours(numbers), rows(numbers, numbers, 50), ring(numbers, 50, 120), ring_back(numbers, 50, 120),
               hashed(range(200), numbers), modulo(numbers, 50, 170), by_two(numbers), stores(numbers[:])]
for r in results:
    print(r)
for l in ([], [1], [1, 2], [1, 2, 3]):
    print(attempt(neighbours, l), attempt(hashed, range(-5, 20), l), attempt(by_two, l), attempt(stores, l[:]))
    for width in (0, 1, 2, 3, 4):
        print(attempt(rows, l, [5, 6, 7], width), attempt(rows, [5, 6, 7], l, width), end=" ")
        print(attempt(ring, l, width, 9), attempt(ring_back, l, width, 9), attempt(modulo, l, width, 9))
print(attempt(ring, numbers, -3, 10), attempt(ring_back, numbers, -3, 10), attempt(modulo, numbers, -50, 60))
print(attempt(rows, numbers, numbers[:20], 50), attempt(rows, numbers[:49], numbers, 50))
for n in (1, 2, 7, -7, 10**20):
    print(remainders(-3, 9, n), remainders(0, n if 0 < n < 99 else 5, n))
print(attempt(remainders, 0, 4, 0))
