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
for f in (lambda: any([B()]), lambda: list(filter(None, [B()])), lambda: 1 if B() else 2, lambda: B() and 1, lambda: [1][I()], lambda: range(I()),
    lambda: "a" * I(), lambda: hex(I()), lambda: [1, 2][I():], lambda: 1 in C(), lambda: G().x, lambda: getattr(G(), "y", 1),
    lambda: hasattr(G(), "z"), lambda: f"{F()}", lambda: format(F()), lambda: "{}".format(F()), lambda: isinstance(1, G()), lambda: len(G()),
    lambda: round(G()), lambda: sorted([E(), E()])):
    print(run(f))
