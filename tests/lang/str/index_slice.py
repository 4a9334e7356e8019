for s in ("abcdef", "é日😀xyz", "x", ""):
    n = len(s)
    print(n, [s[i] for i in range(-n, n)])
    for start in (None, 0, 1, -1, -3, 10, -10):
        for stop in (None, 0, 2, -1, 10, -10):
            print(*[repr(s[start:stop:step]) for step in (None, 1, 2, -1, -2, 7, -7)])
for e in ("'abc'[3]", "'abc'[-4]", "''[0]", "'abc'['a']", "'abc'[1.0]", "'abc'[None]", "'abc'[::0]", "'abc'[1:'a']", "'abc'[10**30]", "'abc'[-10**30]", "'abc'[10**30:]", "'abc'[:10**30]", "'abc'[-10**30:]", "'abc'[::10**30]", "'abc'[::-10**30]", "'abc'[True]", "'abc'[1, 2]", "'abc'[()]", "'abc'[::1.5]", "'abc'[slice(1, 2)]"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
for stmt in ("s[0] = 'x'", "del s[0]", "s[0:1] = 'x'", "del s[:]", "s.x = 1", "s.upper = 1"):
    s = "abc"
    try:
        exec(stmt)
    except Exception as x:
        print(stmt, type(x).__name__, x)
