s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, 2), s == slice(1, 10, 2), s != slice(1), s.indices(5), s.indices(100), slice(None, None, -1).indices(5), slice(-3, None).indices(10), slice(None, -2, 2).indices(7), slice(100, -100, -3).indices(10), slice(0).indices(0), slice("a", "b"), slice(1, 2) < slice(1, 3), slice(None, None, -1).indices(0), slice(-1, -5, -1).indices(3))
class C:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
c = C()
print(c[1], c[1:2], c[1:2:3], c[:], c[::], c[1:], c[:2], c[::2], c[1, 2], c[1:2, 3], c[..., 1:2], c["a":"b"], c[()], c[1,], c[None:None], c[-1:], c[c[1:2]], c[*[1, 2]], c[*(1,), 3:4], c[lambda: 1](), c[x := 5], x)
c[1:2] = 3; c[::] = 4; c[1, 2:3] = 5; del c[1:2]; del c[1:2, ...]; c[0] = c[1] = 7
for e in ("slice()", "slice(1, 2, 3, 4)", "slice(1).indices('a')", "slice(1).indices(-1)", "slice(1, 2, 0).indices(5)", "slice('a').indices(5)", "hash(slice(1))", "{slice(1): 1}", "slice(1).x", "slice(1) < 5", "slice(1.5).indices(5)", "slice(1)[0]", "slice(1, 'a') < slice(1, 2)", "slice(stop=1)", "[1, 2, 3]['a':]", "'abc'[1.5:]", "(1, 2)[:[]]", "range(3)[::'x']"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
try:
    s.start = 5
except AttributeError as x:
    print(x)
class Idx:
    def __init__(self, n): self.n = n
    def __index__(self): print("index", self.n); return self.n
print([1, 2, 3, 4, 5][Idx(1):Idx(4):Idx(2)], "abcdef"[Idx(-3):], slice(Idx(1), Idx(2), Idx(1)).indices(10))
a = list(range(5)); a[Idx(1):Idx(3)] = "xy"; print(a)
