class CM:
    def __init__(self, n, sup=False): self.n, self.sup = n, sup
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t.__name__ if t else None, v, tb is not None); return self.sup
with CM(1) as a: print("body", a)
with CM(1), CM(2) as b, CM(3): print(b)
with (CM(1) as a, CM(2) as b,): print(a, b)
with (CM("p")): print("paren")
with CM(1) as (x): print(x)
with CM([1, 2]) as (p, q): print(p, q)
with CM((1, 2, 3)) as [p, *q]: print(p, q)
d = {}
with CM("v") as d["k"]: print(d)
with CM(1, True): raise ValueError("suppressed")
print("after")
try:
    with CM(1), CM(2, True), CM(3): raise KeyError("k")
    print("suppressed by 2")
    with CM(4): raise OSError("out")
except OSError as e: print("caught", e)
def f():
    with CM("ret"): return "returned"
def g():
    for i in range(3):
        with CM(i):
            if i == 0: continue
            if i == 1: break
    return i
def h():
    with CM("sup", True): raise ValueError
    return "after suppressed"
def i():
    with CM("a"):
        with CM("b", True): return 1 / 0
        return "b swallowed"
print(f(), g(), h(), i())
class EnterFails(CM):
    def __enter__(self): raise RuntimeError("enter failed")
class ExitFails(CM):
    def __exit__(self, *a): raise RuntimeError("exit failed")
for cms in ((CM(1), EnterFails(2)), (CM(1), ExitFails(2)), (ExitFails(1), ExitFails(2)), (CM(1, True), ExitFails(2))):
    try:
        with cms[0], cms[1]: print("body"); raise ValueError("body error")
        print("suppressed")
    except RuntimeError as e: print(e, repr(e.__context__))
class Half1:
    def __enter__(self): pass
class Half2:
    def __exit__(self, *a): pass
class InstOnly: pass
io = InstOnly(); io.__enter__ = lambda: 1; io.__exit__ = lambda *a: 1
for o in (5, None, Half1(), Half2(), io, CM, "str"):
    try:
        with o: pass
    except Exception as e: print(type(e).__name__, e)
class Truthy(CM):
    def __exit__(self, *a): return [1]
class BadTruth(CM):
    def __exit__(self, *a):
        class B:
            def __bool__(self): raise TypeError("no bool")
        return B()
with Truthy(1): raise ValueError
try:
    with BadTruth(1): raise ValueError("orig")
except TypeError as e: print(e, repr(e.__context__))
with BadTruth(2): pass
class Sig(CM):
    def __exit__(self): pass
try:
    with Sig(1): pass
except TypeError as e: print(e)
