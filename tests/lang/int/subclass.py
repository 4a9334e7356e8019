class N(int):
    def __new__(cls, v=0, tag=None):
        self = super().__new__(cls, v)
        self.tag = tag
        return self
    def __repr__(self):
        return f"N({int(self)}, {self.tag!r})"
    def __add__(self, other):
        return N(int(self) + int(other), "sum")
    __radd__ = __add__
a = N(5, "a")
print(a, repr(a), a.tag, a + 1, 1 + a, a * 2, type(a * 2), a == 5, hash(a) == hash(5), {5: "x"}[a], [10, 20, 30, 40, 50, 60][a])
print(isinstance(a, int), N("12"), N(2**70, "big"), N(2**70) + 1, sum([a, a]), max(a, 3), str(a), f"{a}", f"{a:d}", "%d" % a, "%s" % a, int(a), type(int(a)), +a, type(+a), -a, abs(N(-4)))
class M(int):
    def __int__(self):
        return 99
    def __index__(self):
        return 77
    def __str__(self):
        return "M!"
    def __bool__(self):
        return False
m = M(3)
print(int(m), m, repr(m), bool(m), m + 0, [0, 1, 2, 3, 4][m], range(m), hex(m), "%d" % m, f"{m}", f"{m:d}", f"{m:>4}")
class B(int):
    __slots__ = ()
try:
    B(1).x = 2
except AttributeError as e:
    print(e)
