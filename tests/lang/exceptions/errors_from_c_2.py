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
for f in (lambda: H() in {}, lambda: {}.get(H()), lambda: hash((H(),)), lambda: [E()].index(1), lambda: [E()].count(1), lambda: E() in [1],
    lambda: [E()] == [1], lambda: {E(): 1, E(): 2}, lambda: (E(),) == (1,), lambda: [1].remove(E()), lambda: repr([R()]), lambda: str({1: R()}),
    lambda: f"{R()}", lambda: "%r" % R(), lambda: print(R()), lambda: list(L()), lambda: bool(L()), lambda: tuple(L()), lambda: not B(),
    lambda: [x for x in [1] if B()]):
    print(run(f))
