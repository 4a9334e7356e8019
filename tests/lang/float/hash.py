inf = float("inf")
for v in (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1e300, -1e300, 5e-324, 2.0**61, 2.0**61 - 512, 1.1, 3.14, 1e16, inf, -inf, 2.0**-61, 0.1, 1 / 3):
    print(v, hash(v))
d = {1: "int", 0.5: "half", inf: "inf"}
print(d[1.0], d[0.5], d[inf], d.get(-inf), 1.0 in d, True in d, 1 + 0j in d, {0.0: 1, -0.0: 2})
n = float("nan")
s = {n}
print(n in s, float("nan") in s, n == n, n != n, [n] == [n], n in [n], [float("nan")] == [float("nan")], (n,) == (n,), {1: n} == {1: n}, [n].index(n), [n].count(n), hash(n) == hash(n))
