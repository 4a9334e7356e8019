# Bytes, bytearrays, arrays and deques in hot loops: items read and written in place or by
# direct calls, and what happens where that does not hold any more.
import array
from collections import deque

N = 400


def read(d, n):
    total = 0
    for i in range(n):
        total += d[i % 7] + d[-1 - i % 3]
    return total


for d in (bytes(range(10)), bytearray(range(20, 30)), array.array("i", range(10)), array.array("d", [0.5] * 10),
          deque(range(10)), memoryview(bytes(range(9))), range(10, 20), list(range(10)), tuple(range(10))):
    print(read(d, N))


def write(d, v, n):
    for i in range(n):
        d[i % 5] = v
        d[-1] = i % 200
        d[i % 3], d[1] = d[1], d[i % 3]
    return d


for d, v in ((bytearray(10), 7), (array.array("i", [0] * 10), -5), (array.array("d", [0] * 10), 2.5),
             (deque([0] * 10), "x"), (deque([0] * 10), 3)):
    print(write(d, v, N))


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    for i in range(2, limit + 1):
        if flags[i]:
            for j in range(i * i, limit + 1, i):
                flags[j] = 0
    return [i for i in range(limit + 1) if flags[i]]


print(sieve(N))


def bad_values(d, values):
    out = []
    for v in values:
        try:
            d[2] = v
        except (ValueError, TypeError, IndexError, OverflowError) as e:
            out.append("%s: %s" % (type(e).__name__, e))
    return out, list(d)


for make in (lambda: bytearray(4), lambda: array.array("b", [0] * 4), lambda: deque([0] * 4), lambda: [0] * 4):
    print(bad_values(make(), [1] * N + [255, 256, -1, 1 << 70, True, "a", None, 1.5, 3]))


def bad_indices(d, indices):
    out = []
    for i in indices:
        try:
            out.append(d[i])
        except (IndexError, TypeError) as e:
            out.append("%s: %s" % (type(e).__name__, e))
    return out[-12:]


for d in (b"abc", bytearray(b"abc"), array.array("h", [1, 2, 3]), deque("abc"), memoryview(b"abc"), range(3)):
    print(bad_indices(d, [0, 1] * N + [2, 3, -1, -3, -4, True, 1 << 70, "x", None, 1.0]))


def grows(d, n):
    """The length and the memory change while the loop runs."""
    total = 0
    for i in range(n):
        d.append(i & 127)
        total += len(d) + d[len(d) - 1] + d[-1]
        if i % 9 == 0:
            total += d.pop()
    while d:
        total += d.pop()
    return total, len(d)


for d in (bytearray(), array.array("i"), deque(), []):
    print(grows(d, N))


def window(values, width):
    w = deque(maxlen=width)
    out = []
    total = 0
    for v in values:
        if len(w) == width:
            total -= w[0]
        w.append(v)
        total += v
        out.append(total)
    return sum(out), list(w)


print(window(list(range(N)), 5))


def queue(n):
    q = deque([0])
    seen = []
    while q:
        v = q.popleft()
        seen.append(v)
        if v < n:
            q.append(v * 2 + 1)
            q.appendleft(v * 2 + 2)
    return len(seen), sum(seen)


print(queue(N))
try:
    def drain(q):
        while True:
            q.popleft()
    drain(deque(range(N)))
except IndexError as e:
    print(e)


def loop(it):
    out = []
    for v in it:
        out.append(v)
    return len(out), out[:3], out[-2:]


for make in (lambda: bytes(range(200)), lambda: bytearray(range(200)), lambda: array.array("d", range(200)),
             lambda: deque(range(200)), lambda: reversed(deque(range(200))), lambda: iter({1: 2}.keys()),
             lambda: iter({5, 6}), lambda: range(1 << 70, (1 << 70) + 100)):
    for _ in range(20):
        result = loop(make())
    print(result)


def changed(d, n):
    out = []
    try:
        for v in d:
            out.append(v)
            if len(out) == n:
                d.append(1)
                if n > 300:
                    while len(d):
                        d.pop()
    except RuntimeError as e:
        out.append(str(e))
    return len(out), out[-1]


for n in (350, 100, 200):
    print(changed(deque(range(N)), n), changed(bytearray(range(200)) * 2, n), changed(array.array("i", range(N)), n))


class Odd(bytearray):
    def __getitem__(self, i):
        return 1000 + bytearray.__getitem__(self, i)

    def __len__(self):
        return 3


class Plain(deque):
    pass


for d in (Odd(range(10)), Plain(range(10))):
    print(read(d, N), len(d), [v for v in d][:4])
    for i in range(300):
        if not d or len(d) == 0:
            break
Plain.__bool__ = lambda self: False
Plain.__len__ = lambda self: 77


def truths(d, n):
    return sum(1 for i in range(n) if d), sum(len(d) for i in range(n))


for d in (Plain([1]), deque([1]), deque(), b"", b"a", bytearray(), array.array("i", [1]), range(0), range(3)):
    print(truths(d, N))


def lists(a, b, n):
    for i in range(n):
        c = a + b
        d = c * 2
        c += b
    return c, d


print(lists([1], [2, 3], N), lists((1,), (2,), N), lists("a", "b", N), lists(deque([1]), deque([2]), N))
print(lists(b"a", b"b", N), lists(bytearray(b"a"), b"b", N))
