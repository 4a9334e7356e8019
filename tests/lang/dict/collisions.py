class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return 42
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
    def __repr__(self): return f"K{self.v}"
d = {K(i): i for i in range(50)}
print(len(d), d[K(7)], d[K(49)], K(50) in d, list(d)[:3])
for i in range(0, 50, 3):
    del d[K(i)]
print(len(d), [k.v for k in d][:8], K(3) in d, K(4) in d)
d[K(3)] = "again"
print(list(d)[-1], d[K(3)])
for h in (0, 2**61, -1, 8, 16):
    class H:
        def __init__(self, n): self.n = n
        def __hash__(self): return h
        def __eq__(self, o): return self.n == o.n
    s = {H(i % 5) for i in range(20)}
    print(h, len(s), sorted(x.n for x in s))
d = {i << 40: i for i in range(300)}
print(sum(d.values()), d[5 << 40], (300 << 40) in d)
d = {float(i): i for i in range(100)}
print(d[50], d[50.0], 0.5 in d, sum(d))
d = {i * 2**32 + 1: i for i in range(100)}
print(sum(d.values()), all(d[i * 2**32 + 1] == i for i in range(100)))
class Liar:
    def __hash__(self): return hash("a")
    def __eq__(self, o): return o == "a"
d = {"a": 1}
print(d[Liar()], Liar() in d)
d[Liar()] = 2
print(d)
class Never:
    def __eq__(self, o): return False
    def __hash__(self): return 1
n = Never()
print(n in {n: 1}, {n: 5}[n], n == n, [n] == [n])
