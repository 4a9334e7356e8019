import random
r = random.Random(3)
data = [(r.randrange(20), i) for i in range(500)]
s = sorted(data, key=lambda p: p[0])
print(all(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(s, s[1:])))
s = sorted(data, key=lambda p: p[0], reverse=True)
print(all(a[0] > b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(s, s[1:])), s[:5], s[-5:])
for n in (0, 1, 2, 3, 10, 31, 32, 33, 63, 64, 65, 100, 1000, 5000):
    for make in (lambda i: i, lambda i: -i, lambda i: i % 7, lambda i: r.random(), lambda i: str(i), lambda i: (i % 3, i), lambda i: i ^ 5, lambda i: 1, lambda i: float(i % 11) - 5, lambda i: 2**70 - i):
        a = [make(i) for i in range(n)]
        b = sorted(a)
        assert all(not (y < x) for x, y in zip(b, b[1:])) and len(b) == n
        a.sort(reverse=True)
        assert a == b[::-1]
    print(n, "fine")
count = 0
class C:
    def __init__(self, v):
        self.v = v
    def __lt__(self, o):
        global count
        count += 1
        return self.v < o.v
for data in (range(1000), range(1000, 0, -1), [i % 2 for i in range(1000)]):
    count = 0
    x = sorted(C(v) for v in data)
    print(count < 1100 if data[0] != 0 or data[1] == 1 and len(set(data)) > 2 else count < 12000)
print(sorted(["b", "A", "a", "B"], key=str.lower), sorted([[2, 1], [1, 2], [1]]), sorted([(1, "z"), (1, "a")]), sorted("b a".split(), key=None), sorted([3, -1, 2], key=abs, reverse=True))
