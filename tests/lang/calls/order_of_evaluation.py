class Ctx:
    def __repr__(self): return 'Ctx'
    def __enter__(self): print('enter', end=' ')
    def __exit__(self, *a): print('exit', end=' ')
def p(x): print(x, end=" "); return x
def f(*a, **k): print("| call", a, k); return a
(p("f") and f)(p(1), *p([2, 3]), p(4), k=p(5), **p({"z": 6}))
f(*p([1]), k=p(2), *p([3])); f(**p({"a": 1}), b=p(2))
p(1) + p(2) * p(3); print(); p(1) < p(2) < p(0) < p(5); print()
[p(1), *p([2]), p(3)]; {p(1): p(2), p(3): p(4), **p({5: 6})}; {p(1), p(2)}; (p(1), p(2)); print()
p([0, 1])[p(1)]; p("abc")[p(0):p(2):p(1)]; print()
d = {}; d[p("k")] = p("v"); p(d)[p("k2")] = p("v2"); print()
a = p([0]); a[p(0)] += p(5); print(a)
class O: pass
o = O(); p(o) if 0 else None; o.x = p(1); o.x += p(2); print(o.x)
x = p(1) if p(0) else p(2); p(0) and p(1); p(1) and p(2); p(0) or p(3); p(1) or p(2); not p(1); print()
(lambda a=p("dflt"): a)(); [p(i) for i in p([1, 2]) if p(True)]; {p(k): p(v) for k, v in [(1, 2)]}; print()
assert p(True), p("never"); print()
p("a").join(p(["x", "y"])); "%s %s" % (p(1), p(2)); f"{p(1)} {p('s'):>{p(5)}}"; print()
def deco(n): p(("deco", n)); return lambda fn: p(("apply", n)) and fn
@deco(1)
@deco(2)
def g(a=p("default"), b: p("ann b") = p("default b")) -> p("ret"): pass
print()
class M(type):
    def __new__(m, n, b, d, **k): print("meta", k); return type.__new__(m, n, b, d)
    def __init__(s, n, b, d, **k): pass
@deco("cls")
class C(p(object), metaclass=p(M), kw=p("kw")):
    p("body")
del p([1, 2])[p(0)]; print()
for q in p([1]): p("body")
while p(0): pass
with p(Ctx()) as w: p("in")
print()
x, y = p(1), p(2); a[p(0)], d[p("q")] = p("l"), p("r"); print(a, d)
p(1) in p([1]); p(1) is p(1); p(1) not in p([2]); p(2) ** p(3) ** p(0); -p(1) + ~p(2); print()
return_value = (lambda: (yield))
try: raise p(ValueError("x")) from p(KeyError("c"))
except p(ValueError): print("caught")
