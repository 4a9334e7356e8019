def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    def reset():
        nonlocal n
        n = 0
    return inc, get, reset
i, g, r = counter(); i(); i(5); print(g()); r(); print(g())
i2, g2, _ = counter(); i2(); print(g(), g2())
fs = []
for k in range(3):
    def f(): return k
    fs.append(f)
print([f() for f in fs]); fs = [lambda k=k: k for k in range(3)]; print([f() for f in fs])
def outer(a):
    def mid(b):
        def inner(c): return a, b, c
        return inner
    return mid
print(outer(1)(2)(3), outer(1)(2).__closure__[0].cell_contents, outer(1)(2).__code__.co_freevars, outer.__code__.co_cellvars, len(outer(1).__closure__), outer.__closure__)
def late():
    def f(): return x
    try: f()
    except NameError as e: print(type(e).__name__, e)
    x = 5
    print(f())
    del x
    try: f()
    except NameError as e: print(type(e).__name__, e)
late()
def unbound():
    try: print(v)
    except UnboundLocalError as e: print(e)
    v = 1
    del v
    try: v
    except UnboundLocalError as e: print(e)
    try: del v
    except UnboundLocalError as e: print(e)
unbound()
def deep():
    x = 1
    def a():
        def b():
            def c():
                nonlocal x
                x += 1
                return x
            return c
        return b
    a()()(); a()()()
    return x
print(deep())
def params(a, *args, k=1, **kw):
    def f(): return a, args, k, kw
    a += 1; k *= 2
    return f
print(params(1, 2, 3, k=4, z=5)())
x = "global"
class C:
    x = "class"
    def m(self): return x
    y = [x for _ in (1,)]
print(C().m(), C.y)
def make():
    x = "local"
    class D:
        print(x)
        x = "class local"
        print(x)
        def m(self): return x
    return D
print(make()().m())
