class S(set):
    def __init__(self, *a):
        super().__init__(a)
        self.tag = "t"
    def add(self, x):
        super().add(("wrapped", x))
    def __repr__(self): return "S!" + str(len(self))
    def __contains__(self, x): return x == "magic" or super().__contains__(x)
s = S(1, 2)
s.add(3)
print(s, s.tag, len(s), ("wrapped", 3) in s, "magic" in s, type(s | {1}), type(s.copy()), s == {1, 2, ("wrapped", 3)}, isinstance(s, set), 1 in s, sorted(s & {1, 2}))
class F(frozenset):
    def __new__(cls, it=(), name="n"):
        self = super().__new__(cls, it)
        self.name = name
        return self
f = F([1, 2], "fn")
print(f == {1, 2}, f.name, hash(f) == hash(frozenset([1, 2])), type(f | {3}), type(f.copy()), type(F(f)), {frozenset([1, 2]): "k"}[f], repr(F([1])), repr(F()), frozenset(f) is f, type(frozenset(f)))
class T(set): pass
print(repr(T([1])), repr(T()), T([1]) == {1}, T([1]) | {2} == {1, 2})
class E:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n
    def __eq__(self, o): return isinstance(o, E) and self.n == o.n
    def __repr__(self): return f"E{self.n}"
x, y = E(1), E(1)
s = {x}; s.add(y)
print(len(s), next(iter(s)) is x, ({x} & {y}).pop() in (x,), ({x} | {y}).pop() is x, E(2) in s, sorted({E(3), E(1), E(2)}, key=lambda e: e.n))
