d = {"a": 1, 2: "b", (1, 2): [3], None: 4.5}
print(d, len(d), d["a"], d[2], d[1, 2], d.get("zz"), d.get("zz", 9), "a" in d, 5 in d, list(d), list(d.keys()), list(d.values()), list(d.items()), bool({}), bool(d), d == {2: "b", "a": 1, None: 4.5, (1, 2): [3]}, d != {}, dict(a=1, b=2), dict([("x", 1), ["y", 2]]), dict({"k": 1}, z=5), dict(zip("ab", "cd")), {**{"a": 1}, "b": 2, **{"a": 3}}, {}, dict(), dict(["ab", "cd"]))
d["new"] = 5; d["a"] = 100; del d[2]; print(d)
print(d.pop("new"), d.pop("nope", "default"), d.popitem(), d, d.setdefault("s", []), d.setdefault("s", 5), d, d.setdefault("n"))
d.update({"u": 1}); d.update(v=2); d.update([("w", 3)], x=4); d.update(); print(d)
e = d.copy(); e.clear(); print(d, e, dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), {1: "a", True: "b", 1.0: "c"}, {0: 1, False: 2}, {"a": 1, "a": 2})
a = {1: 2} | {3: 4} | {1: 5}; a |= {7: 8}; a |= [(9, 10)]; print(a, {} | {}, {1: 1} == {1: 1.0}, {1: 2} == {1.0: 2}, dict(a) is a)
r = {}; r["self"] = r; print(r, [r]); print({"x": {"y": {"z": {}}}}, str({"a'b": 'c"d'}))
