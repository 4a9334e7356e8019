d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ("a",) in i, list(reversed(k)), list(reversed(v)), list(reversed(i)), list(reversed(d)))
d["d"] = 4; del d["a"]
print(k, v, i, k == {"b", "c", "d"}, i == {("b", 2), ("c", 3), ("d", 4)}, v == d.values(), k == d.keys(), k == ["b", "c", "d"])
print(sorted(k & {"b", "x"}), sorted(k | {"z"}), sorted(k - {"b"}), sorted(k ^ {"b", "q"}), sorted({"b", "q"} - k), sorted(["b", "y"] & k), sorted(k & "bcd"), k <= {"b", "c", "d", "e"}, k < {"b", "c", "d"}, k >= {"b"}, k > {"b"}, k.isdisjoint(["q"]), k.isdisjoint("b"), sorted(i & {("b", 2)}), sorted(i - [("b", 2)]), sorted(i | {("z", 0)}), i.isdisjoint([]), sorted({1: 2}.keys() | [5]))
print(type(k & k), type(k), type(v), type(i), type(iter(k)), type(iter(v)), type(iter(i)), type(reversed(d)), k.mapping, type(k.mapping), {1: [2]}.items() == {1: [2]}.items(), {1: 2}.items() <= {1: 2, 3: 4}.items())
for e in ("k[0]", "k + k", "k & 5", "v & v", "hash(k)", "{}.items() & 5", "k.add(1)", "k()", "k < 5", "k.mapping['x'] = 1", "v < v", "{1: []}.items() | set()", "k | None", "next(k)"):
    try:
        print(e, eval(e)) if "= " not in e else exec(e)
    except Exception as x:
        print(e, type(x).__name__, x)
it = iter(d)
print(next(it), it.__length_hint__(), list(it), next(it, "end"), it.__length_hint__())
