import traceback
def show(src, ns=None):
    try: exec(compile(src, "<t>", "exec"), ns or {"a": 1, "b": 0, "c": None, "d": {}, "l": []})
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)[1:]
        print(type(e).__name__, e, [(f.lineno, f.end_lineno, f.colno, f.end_colno, f.name) for f in tb])
for s in ("a / b", "a + c", "1 + 2 + c + 3", "x = a / b + 5", "(a +\n c)", "a[0]", "d['k']", "d['a']['b']", "l[5]", "l[0][1]", "c.attr", "a.b.c", "c()",
    "a(1, 2)", "l.append(1, 2)", "d.get()"):
    show(s)
