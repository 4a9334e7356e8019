# Lists of one kind of number that meet other kinds.
ints = [1, 2, 3]
floats = [1.5, 2.5]
for extra in (4, 4.5, "s", None, True, 2**62, 2**70, 1j, float("nan"), -0.0, 10.0, -2**61, 2**60):
    a = ints + [extra]; b = list(ints); b.append(extra); c = [extra] + ints; d = ints[:]; d[1] = extra; e = [*ints, extra]; f = ints.copy(); f.insert(1, extra); g = ints[:]; g[1:1] = [extra]; h = ints[:]; h.extend([extra]); i = ints * 2; i[-1] = extra
    print(a, b, c, d, e, f, g, h, i, [type(x).__name__ for x in d])
    a = floats + [extra]; b = list(floats); b.append(extra); d = floats[:]; d[1] = extra; f = floats[:]; f += [extra]
    print(a, b, d, f, [type(x).__name__ for x in b])
a = [1, 2, 3]
a[0] = True
print(a, a[0] is True, [True, 1, 1.0].index(1.0), [1, 2.0, 3].count(2), 1.0 in [1, 2], 1 in [1.0], [1, 2] == [1.0, 2.0], [1.0] == [True], [0.0] == [-0.0], sum([1, 2]), sum([1.5, 2.5]), max([1.5, 0.5]), sorted([2.5, -1.5]), sorted([3, 1, 2]), [1, 2] + [1.5], [1.5] + [1], [0] * 3 + [0.0] * 2)
b = [0.0] * 5
for i in range(5):
    b[i] += i * 0.5
print(b); b[2] = 7; print(b, b[2] * 2, type(b[2]))
c = [0] * 5
for i in range(5):
    c[i] += 2**60 * i
print(c); c.sort(reverse=True); print(c); c[0] = "x"; c.reverse(); print(c)
d = []
d.append(1.0); d.append(2); d.pop(); d.pop(); d.append("x"); print(d); d.clear(); d.append(5); print(d, d * 3)
n = float("nan"); e = [1.0, n, 2.0]; print(n in e, e.index(n), e.count(n), e == [1.0, n, 2.0], [float("nan")] == [float("nan")], e == e)
f = [i for i in range(3)]; f[1] = None; print(f); f.remove(None); print(f); f.extend(x / 2 for x in range(2)); print(f)
print([x for x in [1, 2.5, 3]], list(map(type, [1, 1.0])), [5, 6][1] is not None, id([]) == 0, [10**18, 10**19], [-1] * 3, [2**61 - 1, 2**61], [-2**60, -2**60 - 1])
