class Node:
    __slots__ = ("k", "v", "p", "n")
    def __init__(self, k=None, v=None): self.k, self.v, self.p, self.n = k, v, None, None
class LRU:
    def __init__(self, cap): self.cap, self.d, self.h, self.t = cap, {}, Node(), Node(); self.h.n, self.t.p = self.t, self.h
    def _rm(self, x): x.p.n, x.n.p = x.n, x.p
    def _add(self, x): x.p, x.n = self.h, self.h.n; self.h.n.p = x; self.h.n = x
    def get(self, k):
        if k not in self.d: return None
        x = self.d[k]; self._rm(x); self._add(x); return x.v
    def put(self, k, v):
        if k in self.d: self._rm(self.d[k])
        elif len(self.d) >= self.cap: o = self.t.p; self._rm(o); del self.d[o.k]
        x = self.d[k] = Node(k, v); self._add(x)
    def keys(self):
        x = self.h.n
        while x is not self.t: yield x.k; x = x.n
c = LRU(3)
for op in "a b c get-a d get-b e a f get-e".split():
    if op.startswith("get-"): print(op, c.get(op[4:]), list(c.keys()))
    else: c.put(op, op.upper()); print(op, list(c.keys()))
big = LRU(100); hits = 0
for i in range(20000):
    k = (i * i) % 173
    if big.get(k) is not None: hits += 1
    else: big.put(k, i)
print(hits, len(big.d))
