import traceback
def show(src, ns=None):
    try: exec(compile(src, "<t>", "exec"), ns or {"a": 1, "b": 0, "c": None, "d": {}, "l": []})
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)[1:]
        print(type(e).__name__, e, [(f.lineno, f.end_lineno, f.colno, f.end_colno, f.name) for f in tb])
for s in ("len(5)", "undefined", "-c", "~c", "not undefined", "a if undefined else b", "a < c", "a == b == undefined", "a in c", "[x for x in c]",
    "{x: 1 for x in c}", "(lambda: a / b)()", "f'{undefined}'", "f'{a / b}'", "a, b = 1", "a, b = c"):
    show(s)
