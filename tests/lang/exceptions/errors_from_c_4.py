def run(f):
    try: return f()
    except Exception as e: return type(e).__name__, str(e)
def bad_key(x): raise ValueError(f"key {x}")
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise OSError("next failed")
        self.n -= 1; return self.n
class H:
    def __hash__(self): raise RuntimeError("hash")
class E:
    def __eq__(self, o): raise RuntimeError("eq")
    def __hash__(self): return 1
class R:
    def __repr__(self): raise RuntimeError("repr")
class L:
    def __len__(self): raise RuntimeError("len")
    def __iter__(self): return iter([1])
class B:
    def __bool__(self): raise RuntimeError("bool")
class I:
    def __index__(self): raise RuntimeError("index")
class C:
    def __contains__(self, x): raise RuntimeError("contains")
class G:
    def __getattr__(self, n): raise RuntimeError("getattr " + n)
class F:
    def __format__(self, s): raise RuntimeError("format")
for f in (lambda: {}.fromkeys(It(1)), lambda: set().union(It(1)), lambda: list(enumerate(It(0))), lambda: min([B(), B()]), lambda: dict([(H(), 1)]),
    lambda: all(It(1)), lambda: next(It(0)), lambda: iter(It(0)).__next__(), lambda: list(reversed(L())), lambda: int("x"), lambda: open("/no/such"),
    lambda: __import__("nope_nope"), lambda: eval("1/0"), lambda: exec("raise KeyError('e')"), lambda: [][5], lambda: {}["k"],
    lambda: "abc".index("z"), lambda: (1).__add__(), lambda: next(iter([]))):
    print(run(f))
