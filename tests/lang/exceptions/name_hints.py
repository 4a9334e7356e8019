# Names are looked up in every scope before the error, and the messages say what is missing.
class C:
    attribute = 1
    def method(self): return slef
    def own(self): return attribute
def f():
    local_name = 1
    return locl_name
def g(): return undefined
def h():
    import math
    return math.sqrtt(4)
def i(): return [x for x in range(3) if yy]
def j():
    del zz
def k(): return C.atribute
def l(): return C().atribute
def m(): return "abc".uper()
def n(): return (1).bit_lengt()
def o(): return {}.itmes()
def p(): import nonexistent_module_xyz
def q(): from math import nonexistent_name
def r(): from os import pathh
def s(): import os.nonexistent
def t(): from . import x
def u(): from nonexistent_pkg.sub import y
def v(): None.attr
def w(): C().method()
def x(): C().own()
for fn in (f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x):
    try: fn()
    except Exception as e:
        print(fn.__name__, type(e).__name__, str(e).split(" (")[0], getattr(e, "name", "-"), type(getattr(e, "obj", "-")).__name__)
