def p(x): print(x, end=" "); return x
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 == 2 != 1, 1 < 2 > 1, 1 == 1 == 1, 1 == 1 in [1], (1 == 1) in [1], 1 in [1] == True, not 1 < 2 < 3, 1 < 2 and 2 < 3, "a" < "b" < "c", 1 is 1 is not None, 5 in [5] in [[5]], None is None is None)
p(1) < p(0) < p(5); print(); p(1) < p(2) < p(3) < p(0) < p(9); print(); p(1) == p(1) != p(2); print()
class C:
    def __init__(self, r): self.r = r
    def __lt__(self, o): return self.r
    def __gt__(self, o): return self.r
for r in (0, [], "", "yes", None, [1]): print(repr(C(r) < 1), repr(C(r) < C("end") < 5), repr(C(r) < 1 < 2), bool(not (C(r) < 1 < 2)))
x = 5
print(0 < x < 10, 0 < x <= 5 < 6, [i for i in range(10) if 2 < i < 6], "yes" if 1 < x < 3 else "no", 0 <= x - 5 < 1, 1 < (2 < 3), (1 < 2) < 3, -1 < -0.5 < 0)
if 1 < x < 10: print("in")
while 0 < x < 100: x *= 3
print(x, x in range(1000) is not False, 3 not in [1] in [[1]], 1 < 2 is True, a if (a := 5) < 6 < 7 else 0)
try: 1 < "a" < 2
except TypeError as e: print(e)
print(2 < 1 < undefined)
class B:
    def __bool__(self): raise ValueError("bool")
class L:
    def __lt__(self, o): return B()
try: print(type(L() < 1).__name__); L() < 1 < 2
except ValueError as e: print(e)
