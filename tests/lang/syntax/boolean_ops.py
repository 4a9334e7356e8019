def p(x): print(x, end=";"); return x
for e in ("p(0) and p(1)", "p(1) and p(2)", "p(0) or p(3)", "p(1) or p(2)", "p(0) or p(0) or p(5)", "p(1) and p(0) and p(2)", "p(0) and p(1) or p(2)", "p(1) or p(2) and p(3)", "not p(0)", "not p(1) or p(4)", "p(1) if p(0) else p(2)", "p(1) if p(1) else p(2)", "p(1) if p(0) else p(2) if p(0) else p(3)", "(p(0) or p('')) and p(9)", "p([]) or p({}) or p(())", "not not p('x')", "p(None) is None or p(5)", "p(1) < p(2) and p(3)", "not (p(1) and p(0))", "not p(1) == p(1)", "p(0) or not p(0)", "(p(1) and p(2)) + 1", "[p(0) or 1, p(1) and 2]", "p(0) and undefined", "p(1) or undefined", "p(()) and p(1) if p(1) or p(0) else p(3)"):
    print(e, "->", eval(e))
x, y, z = 0, 1, 2
if x and y or z: print("A")
if x or y and not z: print("B")
elif not x: print("C")
while x or y:
    y -= 1; print("loop")
def f(a, b, c): return a and b or c
def g(a, b): return not (a or b), not a or b, a and not b
print(f(1, 0, 3), f(1, 2, 3), f(0, 2, 3), g(0, 0), g(1, 0), g(0, 1), g([], "x"))
class T:
    def __init__(self, n, v): self.n, self.v = n, v
    def __bool__(self): print("bool", self.n, end=" "); return self.v
    def __repr__(self): return self.n
a, b = T("a", True), T("b", False)
print(a and b); print(b and a); print(a or b); print(b or a); print(not a); print(a and b or a); print(1 if a and not b else 2); print(bool(a and a and b))
if a and b: pass
if not a or not b: print("nor")
print([q for q in (a, b) if q and a], all([a, b]), any([b, a]))
