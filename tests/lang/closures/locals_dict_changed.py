import sys
def f(w):
    out = locals()
    del out["w"]
    return out
print(f(1))
def g(self, a, b=2, *rest, **more):
    options = locals()
    options.pop("self")
    later = 5
    return options
print(g(1, 2), g(1, 2, 3, 4, x=5))
class A:
    def __init__(self, x, y):
        self.__dict__.update(locals())
        del self.__dict__["self"]
print(A(1, 2).__dict__)
def h(x):
    kept = locals(); frame = sys._getframe()
    x += 1; later = 7
    return kept, frame
kept, frame = h(1)
print(sorted(kept)); print(sorted(frame.f_locals), sorted(kept), kept["x"], frame.f_locals is kept)
def fails(x):
    d = locals(); del x; y = 3
    raise ValueError(d)
try: fails(9)
except ValueError as e:
    tb = e.__traceback__.tb_next
    print(e.args); print(sorted(tb.tb_frame.f_locals), sorted(e.args[0]))
def gen(a):
    d = locals(); d["extra"] = 1
    b = 2
    yield d
    c = 3
    yield locals() is d
    del d["a"]
x = gen(0); d = next(x); print(sorted(d)); print(next(x), sorted(d)); print(next(x, "end"), sorted(d))
print(sorted(x.gi_frame.f_locals) if x.gi_frame else None)
class Foo: pass
Foo.__repr__ = Foo.__str__
for op in str, repr:
    try: op(Foo())
    except RecursionError as e: print(e)
