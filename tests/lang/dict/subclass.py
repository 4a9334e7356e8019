class D(dict):
    def __missing__(self, k):
        self[k] = v = f"made-{k}"
        return v
d = D(a=1)
print(d["a"], d["b"], d, d.get("c"), "c" in d, len(d), isinstance(d, dict), d == {"a": 1, "b": "made-b"}, type(d.copy()), type(d | {}), repr(d), dict(d), type(D.fromkeys("ab")))
class E(dict):
    def __getitem__(self, k): return "got " + str(k)
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __contains__(self, k): return True
    def __len__(self): return 7
    def __iter__(self): return iter(["fake"])
    def keys(self): return ["k1"]
e = E(x=1)
e["y"] = 5
e.update(z=3)
e.setdefault("w", 4)
print(e["x"], dict.__getitem__(e, "y"), dict.__getitem__(e, "z"), e.get("y"), "nope" in e, len(e), list(e), {**e}, dict(e), list(e.items()), e.pop("y"), sorted(dict.keys(e)))
class F(dict):
    __slots__ = ("extra",)
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.extra = "x"
    def __repr__(self): return "F" + dict.__repr__(self)
    def __delitem__(self, k): print("del", k); super().__delitem__(k)
    def __eq__(self, o): return "custom eq"
    __hash__ = lambda self: 99
f = F([("a", 1)])
del f["a"]
print(f, f.extra, f == 1, hash(f), {f: 1})
class M(dict):
    def __missing__(self, k): raise KeyError("custom " + k)
try:
    M()["q"]
except KeyError as x:
    print(x, x.args)
class NoneMissing(dict):
    __missing__ = lambda self, k: None
print(NoneMissing()[5], "%(x)s" % NoneMissing(), NoneMissing().get("z", "dflt"))
def kw(**k): return type(k), k
print(kw(**D(a=1)), kw(**F(b=2)))
x = D(); exec("y = 5", {}, x); print(x)
