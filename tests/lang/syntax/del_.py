a, b, c = 1, [1, 2, 3, 4], {"x": 1, "y": 2}
del a
try: a
except NameError as e: print(e)
del b[0], c["x"]; print(b, c); del b[1:]; print(b)
class O: pass
o = O(); o.p = o.q = 1; del o.p; print(vars(o)); del (o.q); print(vars(o))
x = y = z = w = 0
del (x, y), [z, (w,)]
for n in "xyzw":
    try: eval(n)
    except NameError as e: print(e)
def f(p):
    del p
    try: p
    except UnboundLocalError as e: print(e)
f(1)
def g():
    for i in range(3): pass
    del i
    try: print(i)
    except UnboundLocalError as e: print(e)
    q = 1
    def h(): return q
    del q
    try: h()
    except NameError as e: print(e)
g()
del ()
del []
class K:
    v = 1; w = 2
    del v
print(hasattr(K, "v"), K.w)
for s in ("del zz", "del b[9]", "del c['q']", "del o.nope", "del 5 .real", "del K.nope", "del int.real", "del b['a']", "del None.x", "del (b)[0][1]"):
    try: exec(s)
    except Exception as e: print(s, type(e).__name__, e)
for s in ("del 5", "del f()", "del a + b", "del (a, 5)", "del 'x'", "del None", "del True", "del a if b else c", "del *a", "del (*a,)", "del [a, *b]", "del", "del a.b()", "del a, b c", "del -a", "del (a)", "del ((a))", "del {}", "del lambda: 0", "del a := 1", "del ...", "del a == b", "del f'x'", "del [x for x in y]", "del a = 1", "del __debug__", "del await x", "del (yield)"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", e.msg, e.offset)
