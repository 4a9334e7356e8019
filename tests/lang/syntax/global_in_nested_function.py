# A name that any function declares global is global in the outermost code as
# well, which matters when exec() is given locals of its own.
def run(source):
    ns_global, ns_local = {}, {}
    try:
        exec(source, ns_global, ns_local)
    except NameError as e:
        print("NameError", e)
    print({k: v for k, v in ns_global.items() if isinstance(v, int)},
          {k: v for k, v in ns_local.items() if isinstance(v, int)})

run("""
def f():
    y = 1
    def g():
        global y
        return y
    def h():
        return y + 1
    return g, h
y = 9
other = 2
g, h = f()
r1, r2 = g(), h()
""")
run("""
x = 7
def f():
    x = 1
    def g():
        global x
        def i():
            def h():
                return x
            return h()
        return i()
    return g()
result = f()
""")
run("""
class C:
    global made
    made = 3
    __private = 1
    def m(self):
        global __mangled
        __mangled = 2
c = C()
c.m()
made += 1
_C__mangled += 1
for looped in range(3): pass
def unused():
    global looped, never
""")
run("""
z = 1
del z
def f():
    global z
print(z)
""")
def inside():
    w = 1
    exec("w = 2\ndef f():\n    global v\nv = 3")
    return w, "v" in globals()
print(inside())
