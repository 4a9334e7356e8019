class F(float):
    def __new__(cls, v, unit="m"):
        self = super().__new__(cls, v)
        self.unit = unit
        return self
    def __repr__(self):
        return f"{float.__repr__(self)}{self.unit}"
    def __mul__(self, o):
        return F(float(self) * o, self.unit)
f = F(2.5, "km")
print(f, repr(f), str(f), f + 1, f * 2, 2 * f, f"{f}", f"{f:.1f}", "%s" % f, "%.2f" % f, float(f), type(float(f)), -f, abs(f), f == 2.5, hash(f) == hash(2.5), round(f), int(f), [f])
class G:
    def __float__(self):
        return 4.25
class H:
    def __float__(self):
        return "no"
class S:
    def __float__(self):
        return F(1.0)
import math
import warnings
warnings.simplefilter("ignore")
print(float(G()), math.sqrt(G()), type(float(S())), float(S()))
for e in ("float(H())", "math.sqrt(H())", "math.sqrt('a')", "G() + 1", "'%f' % G()", "'%f' % H()"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
print(F.fromhex("0x1p3"), type(F.fromhex("0x1p3")), F("1e3"))
