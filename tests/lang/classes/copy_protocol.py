import copy
class P:
    def __init__(self, x, l): self.x, self.l = x, l
p = P(1, [1, 2]); q = copy.copy(p); r = copy.deepcopy(p)
print(q.x, q.l is p.l, r.l is p.l, r.l, type(r).__name__)
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(C()), copy.deepcopy([C()]))
class Red:
    def __init__(self, a): self.a = a
    def __reduce__(self): return (Red, (self.a * 2,))
print(copy.copy(Red(5)).a)
class St:
    def __getstate__(self): return {"s": 1}
    def __setstate__(self, s): self.restored = s
print(vars(copy.copy(St())))
l = [1, [2, 3], {"a": [4]}, (5, [6]), {7}, "s", None]; l.append(l)
d = copy.deepcopy(l); print(d[:-1], d[-1] is d, d[1] is l[1], d[3][1] is l[3][1], copy.copy(l)[1] is l[1], copy.copy((1, 2)) == (1, 2), copy.deepcopy({1: [2]}), copy.copy({1, 2}) == {1, 2})
a = [1]; two = [a, a]; dd = copy.deepcopy(two); print(dd[0] is dd[1])
print(copy.copy(len) is len, copy.deepcopy(P) is P, copy.copy(5), copy.deepcopy(range(3)), copy.copy(slice(1, 2)) if False else "")
class G:
    def __init__(self): self.me = self
g = copy.deepcopy(G()); print(g.me is g)
class L(list):
    pass
x = L([1, [2]]); x.attr = [5]; y = copy.deepcopy(x); print(y, y.attr, y[1] is x[1], type(y).__name__, y.attr is x.attr)
print(p.__reduce_ex__(2)[0].__name__, object().__reduce_ex__(2)[1], (5).__reduce_ex__(2)[0].__name__ if False else "", P.__reduce__ is object.__reduce__)
try: copy.copy(x for x in [])
except TypeError as e: print(e)
