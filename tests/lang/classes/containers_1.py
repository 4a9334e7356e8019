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
try: c["zz"]
except KeyError as e: print(repr(e))
class G:
    def __getitem__(self, i):
        if i > 3: raise IndexError("end")
        return i * i
g = G(); print(list(g), 4 in g, 5 in g, [x for x in g], g[2], max(g), sum(g), tuple(g)); a, b, *r = g; print(a, b, r)
class E: pass
e = E()
for s in ("e[0]", "e[0] = 1", "del e[0]", "len(e)", "iter(e)", "1 in e", "reversed(e)", "for x in e: pass", "e()", "with e: pass", "next(e)", "E[0]",
    "E[0] = 1", "len(E)", "[*e]", "{**e}", "e.__len__", "e[0] += 1", "a, b = e", "list(e)", "print(*e)", "async_ = 1; e @ e", "e < e", "-e", "e + e",
    "e ** e", "int(e)"):
    e = E()
    try: exec(s); print(s, "fine")
    except Exception as x: print(s, "|", type(x).__name__, x)
class NoIter: __iter__ = None; __getitem__ = lambda s, i: 1
class NoContains: __contains__ = None; __iter__ = lambda s: iter([1])
for s in ("iter(NoIter())", "1 in NoContains()", "1 in NoIter()", "list(NoContains())"):
    try: print(eval(s))
    except TypeError as x: print(x)
