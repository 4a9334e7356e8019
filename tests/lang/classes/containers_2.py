class C:
    def __init__(self): self.d = {}
    def __getitem__(self, k): print("get", k); return self.d[k]
    def __setitem__(self, k, v): print("set", k, v); self.d[k] = v
    def __delitem__(self, k): print("del", k); del self.d[k]
    def __len__(self): return len(self.d)
    def __iter__(self): return iter(self.d)
    def __contains__(self, k): print("contains", k); return k in self.d
    def __reversed__(self): return reversed(list(self.d))
c = C(); c["a"] = 1; c["b"] = 2; c["a"] += 10; print(c["a"], len(c), list(c), "a" in c, list(reversed(c)), bool(c)); del c["b"]; c[...] = 4; c[1, 2] = 5; print([*c])
class G:
    def __getitem__(self, i):
        if i > 3: raise IndexError("end")
        return i * i
g = G(); print(list(g), 4 in g, 5 in g, [x for x in g], g[2], max(g), sum(g), tuple(g)); a, b, *r = g; print(a, b, r)
class E: pass
e = E()
for s in ("float(e)", "hash(e) == hash(e)", "range(e)", "'a' * e", "'abc'[e]", "[1][e]", "abs(e)", "bytes(e)", "str(e).startswith('<')", "open(e)",
    "round(e)", "divmod(e, e)", "import math; math.sqrt(e)", "sorted(e)", "sum(e)", "dict(e)", "complex(e)", "chr(e)", "ord(e)", "bin(e)", "'%d' % e",
    "format(e, 'x')", "isinstance(1, e)", "issubclass(e, int)", "raise e", "e.x += 1", "del e.x"):
    e = E()
    try: exec(s); print(s, "fine")
    except Exception as x: print(s, "|", type(x).__name__, x)
