print(eval("1 + 2"), eval(" 1"), eval("\n1\n") if False else "", eval("(1,\n2)"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval(compile("3 * 3", "f", "eval")), eval("[i for i in range(3)]"), eval("lambda: 5")(), eval(b"1 + 1"), eval("  \t 5  "), exec("a = 1"), a)
ns = {}; exec("x = 1\ndef f(): return x\nclass C: y = x", ns); print(sorted(k for k in ns if k != "__builtins__"), ns["f"](), ns["C"].y, "__builtins__" in ns)
g, l = {"v": 1}, {}; exec("w = v + 1\nglobal z\nz = 9", g, l); print(l, g["z"]); exec("def f(): return v\nr = f()", g, l); print(l["r"])
def f():
    loc = 5
    exec("loc = 6; new = 7")
    print(loc, eval("loc"), "new" in locals(), [eval("loc", {"loc": i}) for i in range(2)])
f()
class C:
    exec("attr = 5"); print(attr)
exec(compile("print('single', 5)\n", "f", "exec")); exec(compile("5 + 5\n", "f", "single")); exec(compile("'a'; None; 'b'", "f", "single")); exec(compile("if 1:\n  7\n\n", "f", "single"))
for s, m in (("x = 1", "eval"), ("1 2", "eval"), ("", "eval"), ("", "exec"), ("x = 1\ny = 2", "single"), ("", "single"), ("if 1:", "exec"), ("1;2", "eval"), ("import os", "eval"), ("a b", "single"), ("#c", "eval"), ("1\n2", "single"), ("def f(): pass", "eval"), ("1 +\\\n 2", "eval"), ("return 1", "exec"), ("x: int", "eval"), ("  x = 1", "exec"), ("yield", "eval"), ("*a", "eval"), ("1,", "eval"), ("x = yield", "exec"), ("for i in x: pass", "single")):
    try: compile(s, "<m>", m); print(repr(s), m, "fine")
    except SyntaxError as e: print(repr(s), m, type(e).__name__, e.msg, e.lineno, e.offset, e.filename)
for e in ("eval(5)", "exec(5)", "compile(5, 'f', 'exec')", "compile('1', 'f', 'zzz')", "eval('1', 5)", "exec('1', 5)", "exec('1', {}, 5)", "eval('x', {})", "eval('1\\x00')", "compile('1', 5, 'exec')", "eval(f.__code__)" if False else "eval(compile('1', 'f', 'exec'))", "exec((lambda q: q).__code__)", "eval('print', {'__builtins__': {}})", "eval('len([1])', {'__builtins__': {'len': lambda x: 'fake'}})", "exec('import os', {'__builtins__': {}})", "eval('__import__')('math').pi > 3", "compile('x', 'f', 'exec', 0, 1, 2, 3)", "compile('x', 'f', 'exec', 999999)", "eval('(yield)')", "eval('x := 1')", "eval('(x := 5)') + x"):
    try: print(e, eval(e))
    except Exception as x_: print(e, type(x_).__name__, x_)
c = compile("def g(): pass\nx = 1\n", "file.py", "exec"); print(c.co_name, c.co_filename, c.co_consts[0].co_name if hasattr(c.co_consts[0], "co_name") else "-", c.co_names[-1] in ("x", "g"), c.co_firstlineno, type(c).__name__)
import builtins; builtins.injected = 42; print(injected, eval("injected")); del builtins.injected
class Map(dict):
    def __getitem__(self, k): return "mapped " + k if k.startswith("q") else super().__getitem__(k)
print(eval("qq", {}, Map())); m = Map(); exec("z = qa", {}, m); print(dict(m))
