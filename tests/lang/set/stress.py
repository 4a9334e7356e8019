import random
r = random.Random(5)
a, model = set(), {}
for step in range(30000):
    k = r.randrange(500)
    op = r.random()
    if op < 0.5:
        a.add(k); model[k] = 1
    elif op < 0.9:
        a.discard(k); model.pop(k, None)
    elif op < 0.92:
        other = {r.randrange(500) for _ in range(20)}
        a |= other; model.update(dict.fromkeys(other))
    elif op < 0.94:
        other = {r.randrange(500) for _ in range(200)}
        a -= other
        for x in other: model.pop(x, None)
    elif op < 0.941:
        a.clear(); model.clear()
    assert len(a) == len(model)
    if step % 3000 == 0:
        assert sorted(a) == sorted(model)
        print(step, len(a), sum(a))
x, y = set(range(0, 3000, 2)), set(range(0, 3000, 3))
print(len(x & y), len(x | y), len(x - y), len(x ^ y), sum(x & y), (x & y) <= x, x.isdisjoint(range(1, 3000, 2)), (x | y) >= y, x - y == x.difference(y), len(set(map(str, range(1000))) & set(map(str, range(500, 1500)))))
sieve = set(range(2, 2000))
for i in range(2, 45):
    sieve -= set(range(i * i, 2000, i))
print(len(sieve), sorted(sieve)[-5:])
b = set(range(1000))
while len(b) > 1:
    b.pop()
print(len(b), sum(frozenset(range(100))), {i % 7 for i in range(100)} == set(range(7)))
