from collections import Counter, defaultdict, OrderedDict, ChainMap, UserDict, UserList, UserString
c = Counter("mississippi"); print(c, c["s"], c["zz"], c.most_common(2), c.most_common(), sorted(c.elements()), c.total(), dict(c), Counter(a=1, b=2), Counter([1, 1, 2]), Counter({"x": 3}), Counter())
c.update("ss"); c.subtract("m"); print(c, c + Counter("m"), c - Counter("ssss"), c & Counter("iip"), c | Counter("zz"), +c, -Counter(a=-1), Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2)); del c["i"]; del c["nope"]; print(c, Counter(a=1).copy(), c.pop("s"), repr(Counter(x=-1, y=2)))
d = defaultdict(list); d["a"].append(1); d["b"]; print(d, d.get("c"), "c" in d, dict(d), d.default_factory, len(d)); i = defaultdict(int, z=5); i["q"] += 1; print(i, i | {"k": 2}, i.copy(), defaultdict(lambda: "dflt")["x"], defaultdict(None))
try: defaultdict()["x"]
except KeyError as e: print(repr(e))
try: defaultdict(5)
except TypeError as e: print(e)
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)]); o.move_to_end("a"); print(o, list(o), o.popitem(), o.popitem(last=False), o); o["x"] = 1; o.move_to_end("x", last=False); print(o, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, list(reversed(o)), o | {"n": 1}, OrderedDict.fromkeys("ab"), o.setdefault("y", 5), o.pop("y"), repr(OrderedDict()))
try: o.move_to_end("nope")
except KeyError as e: print(repr(e))
try: OrderedDict().popitem()
except KeyError as e: print(e)
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); m["c"] = 4; print(m["a"], m["b"], dict(m), m.maps, m.parents, m.new_child({"a": 0})["a"], len(m), list(m), "b" in m)
try: del m["b"]
except KeyError as e: print(e)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = U(a=1); u["b"] = 2; print(u, u.data, UserList([1, 2])[0], UserList([1]) + [2], UserString("ab").upper(), type(UserString("a") + "b").__name__)
