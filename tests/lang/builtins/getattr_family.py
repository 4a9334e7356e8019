class C:
    x = 1
    def __init__(self): self.y = 2
c = C()
print(getattr(c, "x"), getattr(c, "z", "dflt"), hasattr(c, "y"), hasattr(c, "z"), setattr(c, "z", 5), c.z, delattr(c, "z"), hasattr(c, "z"), vars(c), sorted(a for a in dir(c) if a[0] != "_"), callable(c), isinstance(c, C), issubclass(C, object), id(c) == id(c), type(c) is C, hash(c) == hash(c))
print(dir(type("T", (), {"b": 1, "a": 2}))[-2:], sorted(dir())[:3], [n for n in dir(5) if n.startswith("bit")], "append" in dir([]), "x" in dir(C), [d for d in dir(C()) if not d.startswith("__")])
def f():
    a = 1; b = 2
    return dir(), sorted(vars()), sorted(locals())
print(f(), vars(C)["x"], type(vars(C)).__name__)
class D:
    __slots__ = ("q",)
for e in ("vars(5)", "vars(D())", "vars([])", "dir(D())[-1]", "getattr(c, 'nope')", "getattr(c, 5)", "setattr(c, 5, 1)", "delattr(c, 'nope')", "hasattr(c, 5)", "getattr(c, 'a', 1, 2)", "vars(c, c)", "delattr(C, 'x') or hasattr(c, 'x')", "setattr(5, 'a', 1)", "setattr(int, 'a', 1)"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class Dir:
    def __dir__(self): return [3, 1, 2]
class BadDir:
    def __dir__(self): return 5
class MixDir:
    def __dir__(self): return ["a", 1]
for o in (Dir(), BadDir(), MixDir()):
    try: print(dir(o))
    except TypeError as e: print(e)
