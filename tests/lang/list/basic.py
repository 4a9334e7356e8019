a = [1, "b", 2.5, None, [1]]
print(a, len(a), a[0], a[-1], a[1:3], a[::-1], a[::2], a + [9], a * 2, 2 * [0], [] * 5, [1] * -1, a == [1, "b", 2.5, None, [1]], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 5], [1, 2] != [1, 2.0], 2.5 in a, 3 in a, a.index("b"), a.count(1), list("abc"), list(range(3)), list({1: 2}), list(), list([]), [*"ab", *[1]], bool([]), bool([0]))
a.append(6); a.extend("xy"); a.insert(1, "ins"); a.insert(-1, "neg"); a.insert(100, "end"); a.insert(-100, "start")
print(a, a.pop(), a.pop(0), a.pop(2), a.pop(-2), a)
a.remove("b") if "b" in a else None
a.reverse(); print(a); b = a.copy(); b.clear(); print(a, b)
a = [3, 1, 2]; a.sort(); print(a); a.sort(reverse=True); print(a); a.sort(key=lambda x: -x % 3); print(a, sorted("hello"), sorted([3, 1], reverse=True), sorted({3: 1, 1: 2}))
x = [1, 2]; y = x; y += [3]; print(x, x is y); y = y + [4]; print(x, y); x *= 2; print(x); x += (7,); x += "ab"; x += {5: 6}; print(x); x *= 0; print(x)
a = [[]] * 3; a[0].append(1); print(a); a = [[] for _ in range(3)]; a[0].append(1); print(a)
r = [1]; r.append(r); print(r, r[1] is r, len(r)); r2 = [r]; print(r2)
