# Keys that come and go at the end of a dict, among keys of the same hash.
class Key:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v % 4
    def __eq__(self, other): return self.v == other.v
    def __repr__(self): return "K%d" % self.v


d = {}
keys = [Key(i) for i in range(40)]
for k in keys: d[k] = k.v
for round in range(3):
    for _ in range(17): d.popitem()
    for k in keys[5:20:3]: del d[k]
    for k in reversed(keys): d.setdefault(k, -k.v)
    print(list(d.items())[:9], len(d), [d[k] for k in keys] == [d.get(Key(k.v)) for k in keys])
e = dict(d)
e.update({k: 1 for k in keys[::2]})
print(e == d, sum(v == 1 for v in e.values()), dict.fromkeys({1, 2}) == {1: None, 2: None})
large = {i * 4096: i for i in range(9000)}
for i in range(0, 9000, 2): del large[i * 4096]
print(len(large), sum(large.values()), 4096 in large, 8192 in large, list(large)[:3])
for i in range(20000): large["k%d" % i] = i
print(len(large), all(large["k%d" % i] == i for i in range(0, 20000, 7)), "k20000" in large)
print(dict(zip("abca", range(9))), dict(zip([1], [2])), list(dict(zip((1, 2, 1), (3, 4, 5))).items()))
