for args in ((0,), (5,), (2, 5), (5, 2), (0, 10, 3), (10, 0, -3), (0, -5, -1), (-3, 3, 2), (1, 1), (0, 10, 100), (2**62, 2**62 + 3), (2**64, 2**64 + 10, 4), (10**30, 10**30 - 5, -2), (True, 3)):
    r = range(*args)
    print(r, list(r), len(r), r.start, r.stop, r.step, bool(r), list(reversed(r)), r[::-1], r[1:], r[:-1], r[::2], 4 in r, r.count(2), r == range(*args), hash(r) == hash(range(*args)), sum(r), max(r, default=None))
r = range(0, 20, 3)
print(r[0], r[-1], r[2], r[1:4], r[::-2], r[100:], r[-3:], r.index(9), 9 in r, 10 in r, 9.0 in r, 9.5 in r, "a" in r, r.count(9), r.count("x"), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], hash(range(0)) == hash(range(5, 2)), range(1, 2) != range(1, 3), 2**70 in range(2**80), True in range(2), range(10)[slice(2, 5)], repr(range(1, 5, 1)), range(5)[range(5)[2]])
for e in ("range()", "range(1, 2, 0)", "range(1.5)", "range('a')", "range(1, None)", "range(1, 2, 3, 4)", "r[7]", "r[-8]", "r['a']", "r[1.0]", "r.index(10)", "r.index('a')", "range(stop=5)", "r + r", "r * 2", "r < r", "len(range(2**63))", "len(range(-2**63, 2**63))", "range(2**70)[2**69]", "range(2**70)[-1]", "r.start(1)", "range(3).append", "r[::0]", "range(10, step=2)", "r.count()", "range(2**70)[2**71]", "bool(range(2**70))", "range(1, 2, 1.0)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
for s in ("r[0] = 1", "del r[0]", "r.start = 1", "r.x = 1"):
    try:
        exec(s)
    except Exception as x:
        print(s, type(x).__name__, x)
