import traceback
def show(src, ns=None):
    try: exec(compile(src, "<t>", "exec"), ns or {"a": 1, "b": 0, "c": None, "d": {}, "l": []})
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)[1:]
        print(type(e).__name__, e, [(f.lineno, f.end_lineno, f.colno, f.end_colno, f.name) for f in tb])
for s in ("del d['z']", "del undefined", "d['k'] += 1", "c.x = 1", "c[0] = 1", "for i in c: pass", "while undefined: pass", "with c: pass",
    "import nope_x", "from math import nope", "raise ValueError('v')", "raise c", "assert a == 2", "assert b, 'm'", "a **= 'x'", "a @ b"):
    show(s)
