class L(list):
    def __init__(self, *a):
        super().__init__(a)
        self.log = []
    def append(self, x):
        self.log.append(x)
        super().append(x)
    def __getitem__(self, i):
        return ("got", super().__getitem__(i))
    def __repr__(self):
        return "L" + super().__repr__()
l = L(1, 2, 3)
l.append(4)
print(l, l.log, l[0], l[1:], list(l), l == [1, 2, 3, 4], type(l + [1]), type(l * 2), type(l.copy()), len(l), 3 in l, sum(l), sorted(l, reverse=True), l.index(2), isinstance(l, list))
class D(list):
    def __len__(self): return 42
    def __iter__(self): return iter("xy")
    def __contains__(self, x): return x == "magic"
    def __eq__(self, o): return "eq"
    def __bool__(self): return False
d = D([1, 2])
print(len(d), list(d), [*d], "magic" in d, 1 in d, d == 5, bool(d), d, [1, 2] == d, tuple(d), sorted(d), "".join(d))
class S(list):
    __slots__ = ("x",)
s = S([1]); s.x = 5
print(s, s.x)
try:
    s.y = 1
except AttributeError as e:
    print(e)
class M(list):
    def __setitem__(self, i, v): super().__setitem__(i, v * 2)
    def __delitem__(self, i): print("del", i); super().__delitem__(i)
    def __missing__(self, k): return "never"
m = M([1, 2, 3]); m[0] = 10; m[1:2] = [7]; del m[0]; del m[0:1]; print(m)
try:
    m[100]
except IndexError as e:
    print(e)
x = list.__new__(list); list.__init__(x, "ab"); print(x); x.__init__([9]); print(x); print(list.__class_getitem__(int), list[int], list[str] == list[str])
