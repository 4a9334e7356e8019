import traceback
def show(src, ns=None):
    try: exec(compile(src, "<t>", "exec"), ns or {"a": 1, "b": 0, "c": None, "d": {}, "l": []})
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)[1:]
        print(type(e).__name__, e, [(f.lineno, f.end_lineno, f.colno, f.end_colno, f.name) for f in tb])
for s in ("print(*c)", "print(**c)", "x = [1, 2,\n 3 / b,\n 4]", "l.nope", "len(\n  5,\n)", "a + (b / b) + c", "c + a * b", "(a)(b)", "a.\\\nb",
    "d[a / b]", "int('x') + int('y')", "a << -1", "'%d' % 'x'", "-(a / b)", "a and b or undefined", "yield_ = (undefined for _ in l)\nlist(undefined)"):
    show(s)
