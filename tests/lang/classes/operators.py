ops = ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"]
names = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and", "or", "xor"]
ns = {}
for n in names:
    ns[f"__{n}__"] = (lambda n: lambda s, o: (n, s.t, getattr(o, "t", o)))(n)
    ns[f"__r{n}__"] = (lambda n: lambda s, o: ("r" + n, s.t, getattr(o, "t", o)))(n)
    ns[f"__i{n}__"] = (lambda n: lambda s, o: ("i" + n, s.t, getattr(o, "t", o)))(n)
ns["__init__"] = lambda s, t: setattr(s, "t", t)
A = type("A", (), ns)
class Sub(A): pass
class SubOver(A):
    def __radd__(self, o): return ("SubOver radd", getattr(o, "t", o))
a, s, so = A("a"), Sub("s"), SubOver("so")
for op, n in zip(ops, names):
    print(eval(f"a {op} 1"), eval(f"1 {op} a"), eval(f"a {op} s"), eval(f"s {op} a"), eval(f"'x' {op} a") if op != "%" else eval("5 % a"), eval(f"None {op} a"))
    x = a; exec(f"x {op}= 5"); print(x)
print(a + so, so + a, 1 + so)
class NI:
    def __add__(self, o): print("NI add"); return NotImplemented
    def __radd__(self, o): print("NI radd"); return NotImplemented
    def __iadd__(self, o): print("NI iadd"); return NotImplemented
class R:
    def __radd__(self, o): return "R.radd"
n = NI()
print(n + R())
for e in ("n + 1", "1 + n", "n + n", "n - 1", "R() + 1", "R() + R()", "[] + n", "'a' + n", "(1,) + n"):
    try: print(eval(e))
    except TypeError as x: print(e, x)
try: n += 5
except TypeError as x: print(x)
n += R(); print(n)
class OnlyI:
    def __iadd__(self, o): self.v = o; return self
o = OnlyI(); o += 5; print(o.v)
class NoneOp:
    __add__ = None; __radd__ = None
for e in ("NoneOp() + 1", "1 + NoneOp()", "1 - NoneOp()"):
    try: print(eval(e))
    except TypeError as x: print(x)
class P3:
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o, m=None): return ("rpow", o, m)
    def __ipow__(self, o): return "ipow"
p = P3(); print(p ** 2, pow(p, 2, 3), 2 ** p, pow(p, 2)); p **= 2; print(p)
try: print(pow(2, P3(), 3))
except TypeError as e: print(e)
class U:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __divmod__(self, o): return ("dm", o)
    def __rdivmod__(self, o): return ("rdm", o)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
u = U(); import math
print(-u, +u, ~u, abs(u), round(u), round(u, 2), round(u, None), divmod(u, 1), divmod(1, u), math.trunc(u), math.floor(u), math.ceil(u))
for e in ("-object()", "+a", "~a", "abs(a)", "round(a)", "divmod(a, 1)", "math.floor(a)", "math.trunc(a)"):
    try: print(eval(e))
    except TypeError as x: print(e, x)
