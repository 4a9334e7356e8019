a, b = 1, 2; a, b = b, a; print(a, b)
[a, b, *c] = "hello"; print(a, b, c)
*a, b = [1]; print(a, b)
a, *b, c = range(5); print(a, b, c)
(a, (b, *c)), d = (1, (2, 3, 4)), 5; print(a, b, c, d)
a = b = c = []; a.append(1); print(a, b, c)
a, = [7]; print(a)
() = []; [] = (); print("empty")
x = [0, 1, 2]; i = 0
i, x[i] = 1, 9; print(i, x)
x[0], x[1:] = 5, [6, 7, 8]; print(x)
class O: pass
o = O(); o.a, o.b = 1, [2]; print(vars(o))
(o.c, *o.d), = [(1, 2, 3)]; print(o.c, o.d)
print(*[1, 2], *"ab", sep="-"); print([*range(3), *"x"], (*[1],), {*[1]}, {**{"a": 1}, "b": 2})
def f(): return 1, *[2, 3]
print(f()); t = 1, *[2], *(); print(t)
for s in ("a, b = [1]", "a, b = [1, 2, 3]", "a, b, *c = [1]", "a, *b, c, d = [1, 2]", "a, b = 5", "a, b = None", "[a, b] = {}", "a, b = iter([1])", "(a, b), c = 1, 2", "*a, b = []", "a, = 1, 2", "() = [1]", "a, b = 'abc'", "a, b = {1: 2, 3: 4, 5: 6}", "a, (b, c) = 1, [2]", "*a, = 5", "a, b = range(10**6)", "x, y, z = 1, 2"):
    try:
        exec(s); print(s, "fine")
    except Exception as e:
        print(s, "|", type(e).__name__, e)
def gen():
    for i in range(5):
        print("yield", i)
        yield i
try:
    a, b = gen()
except ValueError as e:
    print(e)
a, b, *c = gen(); print(a, b, c)
class T:
    def __setitem__(self, k, v): print("set", k, v)
    def __getitem__(self, k): print("get", k); return [0]
t = T()
def side(n): print("side", n); return n
t[side(1)], t[side(2)] = side("a"), side("b")
t[side(5)][0] = side("v")
t[side(1)] = t[side(2)] = side("c")
a = b, c = 1, 2; print(a, b, c)
a, b = b, a = 3, 4; print(a, b)
a, a = 1, 2; print(a)
