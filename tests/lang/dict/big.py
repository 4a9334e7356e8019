d = {}
for i in range(100000):
    d[i] = i * 2
print(len(d), d[99999], sum(d.values()), 100000 in d, next(iter(d)))
d = {f"key{i}": i for i in range(50000)}
print(len(d), d["key49999"], sum(d[f"key{i}"] for i in range(0, 50000, 100)), d.get("key50000"))
for i in range(0, 50000, 2):
    del d[f"key{i}"]
print(len(d), list(d)[:3], list(d.values())[-1])
d2 = dict(d); d2.update({f"key{i}": -i for i in range(10)}); print(len(d2), d2["key1"], d["key1"], d2["key4"])
t = {(i, j): i * j for i in range(100) for j in range(100)}
print(len(t), t[99, 99], sum(t.values()), (100, 0) in t)
m = {i: {} for i in range(100)}
for i in range(100):
    for j in range(50):
        m[i][j] = i ^ j
print(sum(len(v) for v in m.values()), m[99][49])
c = {}
for w in ("the quick brown fox jumps over the lazy dog the end " * 200).split():
    c[w] = c.get(w, 0) + 1
print(c)
neg = {-i: i for i in range(1000)}
mix = {}
for i in range(1000):
    mix[i] = 1; mix[str(i)] = 2; mix[i + 0.5] = 3; mix[(i,)] = 4; mix[-i] = 5; mix[2**62 + i] = 6
print(len(neg), neg[-999], len(mix), sum(mix.values()), mix[0], mix["0"], mix[0.5], mix[(0,)], mix[2**62 + 999])
