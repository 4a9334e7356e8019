a = list(range(200000))
print(len(a), sum(a), a[123456], a[-1], a[100:105], len(a[::7]), a.index(150000), 199999 in a, 200000 in a)
a += a
print(len(a), sum(a)); del a[1000:399000]; print(len(a), sum(a), a[999:1002]); a.reverse(); print(a[:3]); a.sort(); print(a[:4], a[-4:])
b = []
for i in range(100000):
    b.append(i * i % 1009)
while len(b) > 10:
    b.pop()
print(b)
for i in range(2000):
    b.insert(0, i)
print(len(b), b[:3], b[-3:])
for i in range(2000):
    b.pop(0)
print(b, [0] * 10 == [0 for _ in range(10)], len([None] * 100000), [i for i in range(100000)][::25000], sorted([(i * 7919) % 10007 for i in range(10007)]) == list(range(10007)))
m = [[0] * 50 for _ in range(50)]
for i in range(50):
    for j in range(50):
        m[i][j] = i * j
print(sum(map(sum, m)), m[49][49], [row[i] for i, row in enumerate(m)][:10], list(zip(*m))[3][:5])
