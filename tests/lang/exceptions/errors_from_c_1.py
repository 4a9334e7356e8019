# Exceptions that start in native code and pass through Python frames.
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
for f in (lambda: sorted([1, 2], key=bad_key), lambda: max([1], key=bad_key), lambda: list(map(bad_key, [1])), lambda: list(filter(bad_key, [1])),
    lambda: [1, 2].sort(key=bad_key), lambda: list(It(2)), lambda: tuple(It(1)), lambda: set(It(1)), lambda: dict(It(0)), lambda: sum(It(3)),
    lambda: "".join(It(0)), lambda: [*It(1)], lambda: (lambda *a: a)(*It(1)), lambda: max(It(2)), lambda: list(zip(It(1), [1, 2])),
    lambda: [].extend(It(1)), lambda: b"".join(It(0)), lambda: bytes(It(1)), lambda: {H(): 1}, lambda: {H()}):
    print(run(f))
