import enum
from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
class C(Enum):
    RED = 1; GREEN = 2; CRIMSON = 1
    @property
    def pretty(self): return self.name.title()
    def __str__(self): return "C:" + self.name
    @classmethod
    def default(cls): return cls.RED
print(C.RED, repr(C.RED), C(2), C["GREEN"], C.CRIMSON is C.RED, list(C), len(C), C.RED.name, C.RED.value, C.RED.pretty, C.default(), C.__members__, C.RED in C, C.RED == 1, hash(C.RED) == hash(C.RED), isinstance(C.RED, C), {C.RED: "r"}, f"{C.RED}", C.RED is C.RED, C.RED != C.GREEN, type(C.RED).__name__, C.__name__, [c.name for c in reversed(C)])
class A(Enum):
    X = auto(); Y = auto(); Z = "z"
print(list(A), A.X.value)
class I(IntEnum): ONE = 1; TWO = 2
print(I.ONE + 1, I.ONE < I.TWO, I.ONE == 1, repr(I.ONE), str(I.ONE), f"{I.ONE}", sorted([I.TWO, I.ONE]), [10, 20][I.ONE], I(2), int(I.TWO), max(I))
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(F.R | F.X, F.RW, F.R in F.RW, ~F.R, F(0), F(5), F.R & F.W, bool(F.R & F.W), F.R ^ F.RW, list(F.RW), F.RW.value, repr(F(3)), len(F.RW))
class IF(IntFlag): A = 1; B = 2
print(IF.A | IF.B, IF.A | 8, IF(3), IF.A + 1, repr(IF.A | IF.B))
class S(StrEnum): LOW = auto(); HIGH = "hi"
print(S.LOW, S.HIGH == "hi", S.LOW.upper(), f"{S.HIGH}", repr(S.LOW))
class Planet(Enum):
    EARTH = (5.97, 6.37); MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def g(self): return round(self.mass / self.radius ** 2, 3)
print(Planet.EARTH.g, Planet.MARS.value, Planet((0.64, 3.39)))
class G(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower()
    A = auto(); B = auto()
print([g.value for g in G], Enum("Fn", "A B C").B, list(Enum("Fm", {"x": 1})), IntEnum("Fi", ["p", "q"]).q)
class M(Enum):
    @classmethod
    def _missing_(cls, v): return cls.OK if v == "fine" else None
    OK = 1
print(M("fine"))
def run(src):
    try: exec(src, globals()); print("fine")
    except Exception as e: print(src.split("\n")[0], "|", type(e).__name__, e)
for s in ("C(9)", "C['NOPE']", "C.NOPE", "C.RED = 5", "del C.RED", "C.RED.value = 2", "class D(C): pass", "class D(Enum):\n A = 1\n A = 2", "@unique\nclass D(Enum):\n A = 1\n B = 1", "C()", "C.RED < C.GREEN", "C.RED.nope", "F(99)", "M('bad')", "I.ONE.name = 'x'", "len(C.RED)", "1 in C"): run(s)
import pickle, copy; print(copy.deepcopy(C.RED) is C.RED, enum.IntEnum.__mro__[1:3])
