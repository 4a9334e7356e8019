class L:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print("eq", self.n, getattr(o, "n", o)); return self.n == getattr(o, "n", o)
    def __lt__(self, o): print("lt", self.n, o.n); return self.n < o.n
    def __repr__(self): return f"L{self.n}"
print([L(1), L(2)] == [L(1), L(3)])
print([L(1), L(2)] < [L(1), L(3)])
print([L(1)] == [L(1), L(2)])
x = L(5)
print([x] == [x], x in [x], [x].index(x), [L(6), x].count(x), L(5) in [x])
print([1, [2, [3]]] == [1, [2, [3]]], [1, 2, 3] > [1, 2], [[1]] < [[1, 0]], [] == (), [] == [], [] is [], not [], ["a"] < ["b"], [1, "a"] == [1, "a"], [None] == [None], [1] == 1)
a = [1, 2]
print(a == a[:], a is a[:], a <= a, a >= [1], a < a, a != a)
r = []
r.append(r)
q = []
q.append(q)
try:
    print(r == q)
except RecursionError as e:
    print("RecursionError", e)
print(r == r, repr(r), [r, r])
