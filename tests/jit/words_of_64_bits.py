# Ints of which only 64 bits count: random numbers, hashes, checksums; and what makes them leave that.
M = 0xFFFFFFFFFFFFFFFF
M63 = 0x7FFFFFFFFFFFFFFF
M40 = (1 << 40) - 1


def lcg(n, seed):
    total = 0
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        total += seed >> 33
    return total, seed


def xorshift(n, x):
    total = 0
    for _ in range(n):
        x ^= (x << 13) & M
        x ^= x >> 7
        x ^= (x << 17) & M
        total += x & 255
    return total, x


def unmasked(n, x):
    """Grows beyond 64 bits: the mask comes too late."""
    for _ in range(n):
        x ^= x << 3
        x ^= x >> 2
    return x & M, x.bit_length()


def fnv(data):
    h = 14695981039346656037
    for byte in data:
        h = ((h ^ byte) * 1099511628211) & M
    return h


def splitmix(n, x):
    total = 0
    for _ in range(n):
        x = (x + 0x9E3779B97F4A7C15) & M
        z = x
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
        total ^= z ^ (z >> 31)
    return total


def rotations(n, x):
    seen = []
    for i in range(n):
        x = ((x << 23) | (x >> 41)) & M
        if i % 40 == 0:
            seen.append(x)
    return seen


def masks(x, y):
    return ((x + y) & M, (x - y) & M63, (x * y) & M40, (x - y) % 2**64, (x ^ y) & M, (x | y) % 2**63, -x & M, ~x & M,
            (x << 60) & M, (x & y) & M, (x * y - x) % 2**32, (x + y) % 1, (x >> 3) & M, (x - 5) >> 2 & M)


class Source:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & M
        return self.state >> 11

    def generate(self):
        while True:
            self.state = (self.state ^ self.state >> 12) & M
            self.state = (self.state ^ self.state << 25) & M
            yield self.state * 2685821657736338717 & M


def objects(n):
    source, total = Source(3), 0.0
    for _ in range(n):
        total += source.next() / 2**53
    made = source.generate()
    return total, source.state, [next(made) for _ in range(n)][-3:]


def two_states(n, a, b):
    for i in range(n):
        a = (a * 5 + b) & M
        b = (b ^ (a >> 9)) & M if i % 3 else b
        if i == n - 2:
            a, b = b, a
    return a, b


def only_checked_at_entry(n, x):
    for _ in range(n):
        x = (x ^ (x << 1)) & M
    return x


def negative_in_the_middle(n, x):
    kept = []
    for i in range(n):
        x = (x * 3 + 1) & M
        if i % 100 == 50:
            x = -x
            kept.append(x >> 5)
    return x, kept


def goes_on_larger(n):
    x = 1
    for i in range(n):
        x = (x * 7 + 1) & M
        if i == n - 10:
            x <<= 70
        if i == n - 8:
            x = x >> 3 | 1
    return x


def changes_type(n, last):
    x = 2**63
    for i in range(n):
        x = (x * 3) % 2**64
        if i == n - 1:
            x = last
    return x + 1 if last is not None else x


def is_caught(values):
    out = []
    for v in values:
        try:
            v = (v * 12345678901234567891 + 1) & M
            out.append(v >> 60)
        except (TypeError, OverflowError) as e:
            out.append(str(e))
    return out


print(lcg(500, 7), lcg(500, 0), lcg(500, 2**64 - 1), lcg(300, -5), lcg(300, 2**200 + 1), lcg(5, True))
print(xorshift(500, 88172645463325252), xorshift(500, 1), xorshift(300, -1), xorshift(300, 2**64))
print(unmasked(200, 1), unmasked(200, 2**63))
print(fnv(list(range(256)) * 2), fnv([3] * 300), fnv([-1, 2**70] * 100))
print(splitmix(500, 0), splitmix(300, -1), splitmix(300, M))
print(rotations(300, 1), rotations(300, 0x123456789ABCDEF))
values = [0, 1, -1, 5, -7, 2**31, 2**61 - 1, 2**61, -2**61, -2**61 - 1, 2**62, 2**63, -2**63, 2**64 - 1, 2**64,
          2**64 + 1, -2**64, 2**127 - 1, -2**130 - 3, 3**100]
for _ in range(30):
    results = [masks(x, y) for x in values for y in values]
for row in results[::7]:
    print(row)
print(hash(tuple(results)) == hash(tuple([masks(x, y) for x in values for y in values])))
print(objects(400))
print(two_states(400, 1, 2), two_states(400, 2**64 - 1, 2**63), two_states(301, -1, 1), two_states(301, 1, -(2**70)))
print(only_checked_at_entry(300, 3), only_checked_at_entry(300, -3), only_checked_at_entry(300, 2**100))
print(negative_in_the_middle(400, 1), goes_on_larger(400))
print(changes_type(300, 0.5), changes_type(300, None), changes_type(300, 2**65))
print(is_caught([1, 2**64, -3] * 100 + ["a", 5, None, 2.5]))
