import dataclasses
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, make_dataclass, KW_ONLY, FrozenInstanceError, InitVar
from typing import ClassVar
@dataclass
class P:
    x: int
    y: int = 5
    tags: list = field(default_factory=list)
    hidden: str = field(default="h", repr=False, compare=False)
    cv: ClassVar[int] = 9
p = P(1); print(p, p == P(1), p != P(2), P(1, 2, ["a"]), asdict(p), astuple(p), replace(p, x=7), [f.name for f in fields(p)], is_dataclass(P), P.__match_args__, P.cv, p.tags is not P(1).tags, P.__doc__, P.__hash__)
@dataclass(order=True, frozen=True)
class V:
    a: int; b: str = "b"
print(V(1) < V(2), sorted([V(2), V(1, "z"), V(1)]), hash(V(1)) == hash(V(1)), {V(1): 1}[V(1)], V(1) >= V(1))
for f in (lambda: setattr(V(1), "a", 2), lambda: delattr(V(1), "a"), lambda: P(), lambda: P(1, 2, 3, 4, 5), lambda: V(1) < 5, lambda: hash(p), lambda: replace(p, nope=1), lambda: asdict(5), lambda: fields(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
@dataclass
class Q(P):
    z: int = 0
    def __post_init__(self): self.total = self.x + self.y + self.z
print(Q(1, z=3), Q(1).total)
@dataclass
class I:
    base: int; seed: InitVar[int] = 2; computed: int = field(init=False)
    def __post_init__(self, seed): self.computed = self.base * seed
print(I(5), I(5, 3))
@dataclass(slots=True, kw_only=True)
class S: a: int; b: int = 2
print(S(a=1), S.__slots__)
@dataclass
class K: a: int; _: KW_ONLY; b: int = 1
print(K(1, b=2))
for f in (lambda: S(1), lambda: K(1, 2), lambda: setattr(S(a=1), "q", 1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
M = make_dataclass("M", ["x", ("y", int), ("z", int, field(default=3))]); print(M(1, 2), repr(fields(M)[2].default))
for src in ("@dataclass\nclass A:\n x: int = 1\n y: int", "@dataclass\nclass A:\n x: list = []", "@dataclass(order=True, eq=False)\nclass A: x: int", "@dataclass\nclass A(V): c: int = 1"):
    try: exec(src)
    except Exception as e: print(type(e).__name__, e)
@dataclass(eq=False, repr=False)
class N: x: int
print(N(1) == N(1), "N object" in repr(N(1)), asdict(P(P(1, tags=[P(2)])))); 
@dataclass(unsafe_hash=True)
class U: x: int
print(hash(U(1)) == hash(U(1)), U(1).__eq__(5))
