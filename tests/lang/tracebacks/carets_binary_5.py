import traceback
def show(src, ns=None):
    try: exec(compile(src, "<t>", "exec"), ns or {"a": 1, "b": 0, "c": None, "d": {}, "l": []})
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)[1:]
        print(type(e).__name__, e, [(f.lineno, f.end_lineno, f.colno, f.end_colno, f.name) for f in tb])
for s in ("@undefined\ndef f(): pass", "class C(undefined): pass", "def f(x=undefined): pass", "def f():\n  return undefined\nf()", "x: undefined = 1",
    "try:\n  a / b\nfinally:\n  x = 1", "if a:\n    if a / b:\n        pass", "[a / b for _ in [1]]", "[[1 / y for y in [x]] for x in [0]]",
    "sorted([1, 'a'])", "é = a / b", "'日本' + 5", "日本 = '日本' + a"):
    show(s)
