class S(str):
    def __new__(cls, v, extra=0):
        self = super().__new__(cls, v)
        self.extra = extra
        return self
    def __repr__(self):
        return "S(" + super().__repr__() + ")"
    def shout(self):
        return S(self.upper() + "!", self.extra + 1)
s = S("abc", 5)
print(s, repr(s), s.extra, s.shout(), s.shout().extra, type(s.upper()), type(s + "x"), type(s[:]), type(s * 1), s == "abc", hash(s) == hash("abc"), {"abc": 1}[s], "abc" in {s}, "%s" % s, f"{s} {s!r}", [s], str(s), type(str(s)), s in "xabcx", "".join([s, s]), type("".join([s])), s.join("12"), len(s), s[1], isinstance(s, str), "abc" < S("abd"), S("x").strip(), type(S("x").strip()), type(S("x").lower()), type(S(s)), int(S("12")), float(S("1.5")))
class T(str):
    def __str__(self):
        return "T-str"
    def __eq__(self, o):
        return True
    def __hash__(self):
        return 1
    def __len__(self):
        return 99
    def __getitem__(self, i):
        return "item"
    def __iter__(self):
        return iter("iter")
    def __contains__(self, x):
        return x == "magic"
    def __add__(self, o):
        return "added"
    def __mod__(self, o):
        return "modded"
t = T("raw")
print(t, str(t), repr(t), f"{t}", "%s" % t, t == 5, len(t), t[0], list(t), "magic" in t, t + "x", "x" + t, t % 5, t.upper(), "".join([t]), print("", end=t) or "", bool(t), t.startswith("r"))
class R(str):
    def __radd__(self, o):
        return "radd"
    def __rmod__(self, o):
        return "rmod"
print("a" + R("b"), "a" % R("b") if True else "")
for e in ("S()", "S('a').foo", "str.upper(5)", "str.upper()", "str.join(',', 'ab')", "str.__len__('abc')", "''.__class__", "str('a', 'b', 'c', 'd')", "str(object=5)", "str()", "str(bytes=1)"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
