class K:
    def __init__(self, n): self.n = n
    def __hash__(self): print("hash", self.n); return hash(self.n)
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
    def __repr__(self): return f"K{self.n}"
a, b, c = K(1), K(1), K(2)
d = {a: "a"}
print(d.get(b), d[a], c in d, d.setdefault(b, "x"), d.pop(b), d)
s = {a, b, c}
print(len(s), a in s)
d = {}
class Evil:
    def __init__(self, n): self.n = n
    def __hash__(self): return 5
    def __eq__(self, o):
        d.clear()
        return False
d[Evil(1)] = 1
d[Evil(2)] = 2
print(len(d) <= 2)
class Grow:
    def __hash__(self): return 5
    def __eq__(self, o):
        if len(e) < 100:
            for i in range(50):
                e[1000 + len(e)] = i
        return self is o
e = {}
e[Grow()] = 1
g = Grow()
e[g] = 2
print(e[g], len(e) > 50)
