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
for s in ("(lambda **k: k)(**e)", "(lambda *k: k)(*e)", "max(e)", "zip(e)", "enumerate(e)", "map(e, [])", "filter(e, [])", "super(E, 5)", "type(e)[0]",
    "set(e)", "''.join(e)", "b''.join(e)", "[].extend(e)", "{}.update(e)", "set().update(e)", "exec(e)", "eval(e)", "compile(e, '', 'exec')",
    "__import__(e)", "getattr(e, e)", "setattr(e, e, e)", "print(end=e)", "e: int = 5; e[1]", "slice(e)", "memoryview(e)", "input",
    "global_ = e; global_.y"):
    e = E()
    try: exec(s); print(s, "fine")
    except Exception as x: print(s, "|", type(x).__name__, x)
