class B:
    def __init__(self, b=None, l=None):
        self.b, self.l = b, l
class Bool(B):
    def __bool__(self): return self.b
class Len(B):
    def __len__(self): return self.l
class Both(Len):
    def __bool__(self): print("bool used"); return True
print(bool(B()), bool(Bool(True)), bool(Bool(False)), bool(Len(l=0)), bool(Len(l=5)), bool(Both(l=0)), not Len(l=0), "y" if Len(l=0) else "n", [x for x in (Len(l=1), Len(l=0)) if x].__len__(), Len(l=0) or "or", bool(Len(l=True)))
for o in (Bool(1), Bool(None), Bool("x"), Len(l=-1), Len(l="a"), Len(l=1.5), Len(l=2**63), Len(l=None)):
    for f in (bool, len, lambda o: 1 if o else 2, lambda o: not o):
        try: print(f(o))
        except Exception as e: print(type(e).__name__, e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print([10, 20, 30][I(1)], "abc"[I(-1)], (1, 2)[I(0):I(1)], range(I(3)), hex(I(255)), bytes(I(2)), "a" * I(3), [0] * I(2), 1 << 3, I(5).__index__(), round(2.567, I(1)), "%d" % 5, chr(65), int(I(7)), float(I(7)), divmod(7, 2))
l = [1, 2, 3]; l[I(0)] = 9; del l[I(-1)]; l.insert(I(0), 5); print(l, l.pop(I(0)))
for e in ("[1][I('a')]", "[1][I(None)]", "[1][I(5)]", "'a' * I(1.5)", "range(I(2**70))[5]", "[1][I(2**70)]", "'%d' % I(5)", "'%x' % I(255)", "'%c' % I(65)", "I(5) + 1", "(1).__add__(I(1))", "complex(I(3))", "math.sqrt(I(4))", "math.factorial(I(4))", "math.gcd(I(4), I(6))", "bin(I(5))", "int('11', I(2))", "pow(2, I(3))", "sum([I(1)])", "[].pop(I(0))", "'abc'.find('c', I(1))", "slice(I(1), I(5)).indices(I(3))", "bytes([I(65)])", "bytearray(b'a').append(I(66))", "'a'.center(I(3))", "(5).to_bytes(I(1), 'big')", "list(range(5))[I(1):I(3)]", "hash(I(5)) == hash(5)", "1 == I(1)"):
    import math
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class C:
    def __contains__(self, x): return x
    def __call__(self, *a, **k): return a, k
    def __getitem__(self, k): return k
    def __length_hint__(self): return 5
c = C(); print(5 in c, 0 in c, [] not in c, "x" in c, c(1, z=2), c[1:2], callable(c), callable(C), callable(5), callable(B()))
class LH:
    def __init__(self, v): self.v = v
    def __length_hint__(self): return self.v
import operator
for v in (5, -1, "a", NotImplemented, 2**70):
    try: print(operator.length_hint(LH(v), 3))
    except Exception as e: print(type(e).__name__, e)
class Fmt:
    def __format__(self, s): return 5
try: format(Fmt())
except TypeError as e: print(e)
