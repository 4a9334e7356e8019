t = (1, "a", 2.5, None)
print(t, (), (1,), 1, tuple("ab"), tuple([1, 2]), tuple(), t[0], t[-1], t[1:], t[::-1], t[::2], t + (5,), t * 2, (1,) * 0, len(t), "a" in t, t.index("a"), t.count(1), t == (1, "a", 2.5, None), (1, 2) < (1, 3), (1,) < (1, 0), hash(t) == hash((1, "a", 2.5, None)), {(1, 2): "x"}[1, 2], bool(()), bool((0,)), (1, (2, (3,))), ((),), tuple({1: 2}), tuple(i for i in range(3)), (*"ab", *[1]))
a = 1, 2
b = 3,
(c, d), e = a, b
print(a, b, c, d, e, hash(()) == hash(()), hash((1, 2)) == hash((2, 1)), hash((0,)) == hash((0.0,)), min((3, 1)), sorted((3, 1, 2)), tuple(sorted("ba")), () is (), ((1, 2), 3) == ((1, 2), 3), (1, 2) == [1, 2], t is t[:], tuple(t) is t)
for e in ("t[4]", "t['a']", "t[1.5]", "t + [1]", "t + 1", "t * 'a'", "t.index(9)", "t.index()", "t < 1", "t < [1]", "hash(([],))", "{([],): 1}", "tuple(5)", "tuple(1, 2)", "t()", "t.append(1)", "-t", "t.index(1, 1)", "t[::0]", "tuple(x=1)", "t - t", "(1, 'a') < (1, 2)", "t.count()", "t * 10**30", "t @ t"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
for s in ("t[0] = 1", "del t[0]", "t.x = 1", "t[0:1] = ()", "t += [1]", "t[0] += 1"):
    t = (1, 2)
    try:
        exec(s)
    except Exception as x:
        print(s, type(x).__name__, x)
t = ([1], 2)
try:
    t[0] += [5]
except TypeError as x:
    print(x, t)
t = (1, 2); u = t; t += (3,); print(t, u); t *= 2; print(t)
r = ([],); r[0].append(r); print(r)
