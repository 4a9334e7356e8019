x = 1
def f():
    global x, y
    x = 2; y = 3
f(); print(x, y)
def g():
    global z
    def h(): return z
    z = 9
    return h()
print(g(), z)
def d():
    global y
    del y
d()
try: y
except NameError as e: print(e)
try: d()
except NameError as e: print(e)
def shadow():
    x = "local"
    def inner():
        global x
        x = "changed global"
        return x
    return inner(), x
print(shadow(), x)
class K:
    global q
    q = 5
    r = 6
print(q, hasattr(K, "q"), K.r)
def loop():
    global i
    for i in range(3): pass
loop(); print(i)
def imp():
    global os_path
    import os.path as os_path
    global helper
    def helper(): return "helper"
    global Kl
    class Kl: pass
imp(); print(os_path.basename("/a/b"), helper(), Kl.__qualname__, helper.__qualname__)
def ex():
    global err
    try: raise ValueError("v")
    except ValueError as err: print(repr(err))
ex()
try: err
except NameError as e: print(e)
print("x" in globals(), globals()["x"], globals() is globals(), locals() is globals())
def loc():
    a = 1; b = [2]
    l = locals()
    l["a"] = 99
    c = 3
    return a, sorted(locals()), l is not None
print(loc())
len = lambda o: "shadowed"
print(len([1])); del len; print(len([1]))
for src in ("def f():\n x = 1\n global x", "def f():\n print(x)\n global x", "def f(x):\n global x", "def f():\n nonlocal x", "nonlocal x", "def f():\n def g():\n  nonlocal zz", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x", "def f():\n x=1\n def g(x):\n  nonlocal x", "def f():\n global x\n nonlocal x", "class C:\n nonlocal x", "x = 1\nglobal x", "global x\nx = 1", "def f():\n global x\n def g():\n  nonlocal x", "def f():\n for x in y: pass\n global x", "def f():\n import x\n global x", "def f():\n x: int\n global x", "def f():\n global x\n x: int = 1"):
    try: compile(src, "s", "exec"); print("fine", repr(src))
    except SyntaxError as e: print(e.msg, e.lineno, e.offset)
