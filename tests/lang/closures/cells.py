def f():
    x = 1
    def g(): return x
    return g
c = f().__closure__[0]
print(type(c), c.cell_contents, c == f().__closure__[0], c < f().__closure__[0])
c.cell_contents = 5
g = f(); g.__closure__[0].cell_contents = "patched"; print(g())
import types
e = types.CellType()
try: e.cell_contents
except ValueError as x: print(x)
e.cell_contents = 3; print(e.cell_contents); del e.cell_contents
try: e.cell_contents
except ValueError as x: print(x)
print(types.CellType(7).cell_contents)
def swap():
    a, b = 1, 2
    def sw():
        nonlocal a, b
        a, b = b, a
    def get(): return a, b
    sw(); r = get(); sw()
    return r, get()
print(swap())
def loop():
    out = []
    for i in range(3):
        j = i * 10
        def h(): return i, j
        out.append(h)
    return [h() for h in out]
print(loop())
def rec(n):
    def inner(k): return 1 if k <= 1 else k * inner(k - 1)
    return inner(n)
print(rec(10))
def gen():
    n = 0
    def bump():
        nonlocal n
        n += 1
    while n < 3:
        yield n
        bump()
print(list(gen()))
def comp():
    k = 3
    return [[k * i + j for j in range(2)] for i in range(2)], {i: (lambda: i + k)() for i in range(2)}, [f() for f in [lambda: k + i for i in range(2)]]
print(comp())
def exc():
    try: raise ValueError("x")
    except ValueError as e:
        def show(): return e
        print(repr(show()))
    try: show()
    except NameError as n: print(n)
exc()
def args(*a, **k):
    return (lambda: (a, k))()
print(args(1, b=2))
def kwdef():
    n = 1
    def f(a=n, *, b=n + 1): return a, b
    n = 100
    return f()
print(kwdef())
def dele():
    x = 1
    def f(): return x
    def d():
        nonlocal x
        del x
    d()
    try: f()
    except NameError as e: print(e)
    try: x
    except UnboundLocalError as e: print(e)
    try: d()
    except NameError as e: print(e)
dele()
