for e in ("[][0]", "[1][1]", "[1][-2]", "[1]['a']", "[1][1.0]", "[1][None]", "[1][1, 2]", "[].pop()", "[1].pop(5)", "[1].pop('a')", "[1].remove(2)", "[1].index(2)", "[1, 2].index(2, 0, 1)", "[1] + (2,)", "[1] + 'a'", "(1,) + [1]", "[1] * 'a'", "[1] * 1.5", "[1] * [2]", "[1] < (1,)", "[1] < 1", "[1, 'a'] < [1, 2]", "list(5)", "list(1, 2)", "[].append()", "[].append(1, 2)", "[].insert(1)", "[].insert('a', 1)", "[].extend(5)", "[].extend()", "[].sort(1)", "[].sort(foo=1)", "[1, 'a'].sort()", "sorted([1, None])", "sorted()", "sorted(5)", "sorted([1], 2)", "[1, 2].sort(key=5)", "[3, 1].sort(reverse='x')", "hash([])", "{[]: 1}", "{[1]}", "[].foo", "[]()", "-[]", "[] - []", "~[1]", "list(x=1)", "[1][10**30]", "[1] * 10**30", "[0] * (2**61)", "[1][::0]", "[].index()", "[].count()", "[].reverse(1)", "[].copy(1)", "list.append(1)", "list.append()", "list.append((), 1)", "[1].index(1, 'a')", "len(1)", "[1].pop(None)", "[].remove()", "[{}].index([])", "[None].index(1)", "reversed(5)", "iter([], 1)", "next([])", "[1, 2] @ [3]", "[*5]", "[**{}]" if False else "[*None]"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
for s in ("a[5] = 1", "a['x'] = 1", "del a[5]", "del a['x']", "a[0:2] = 5", "a[::2] = [1]", "a[::2] = 5", "del a[1.5]", "a.foo = 1", "a[0], a[9] = 1, 2", "a += 5", "a += None", "a *= 'b'", "a[1:2] += 5", "a -= [1]", "a[::-1] = [1, 2, 3, 4]", "a[10**30] = 1", "a[::0] = []", "del a[::0]"):
    a = [1, 2, 3]
    try:
        exec(s)
        print(s, a)
    except Exception as x:
        print(s, type(x).__name__, x, a)
