import sys, io
print(); print(1, "a", None, 2.5, [1]); print(1, 2, sep=""); print(1, 2, sep=", ", end="!\n"); print("a", "b", sep="\n"); print(end="x\n"); print(*[1, 2, 3], sep="-"); print("a", end=""); print(); print(sep="zz"); print(1, 2, sep=None, end=None); print("é日😀")
b = io.StringIO(); print("to", "buf", file=b, end="|", flush=True); print(repr(b.getvalue()))
class W:
    def write(self, s): sys.stdout.write(f"<{s!r}>")
    def flush(self): sys.stdout.write("[flush]")
print("a", 1, file=W()); print(); print("x", file=W(), flush=True); print()
class S:
    def __str__(self): return "str of S"
print(S(), [S.__name__]); print("to stdout explicitly", file=sys.stdout); print("err", file=sys.stderr); print(file=None)
old = sys.stdout; sys.stdout = b2 = io.StringIO(); print("captured"); sys.stdout = old; print(b2.getvalue(), end="")
sys.stdout = None; print("nowhere"); sys.stdout = old
for k in ({"sep": 1}, {"end": 1}, {"file": 5}, {"foo": 1}, {"sep": b"x"}):
    try: print("a", "b", **k)
    except Exception as e: print(type(e).__name__, e)
class Bad:
    def write(self, s): raise OSError("write failed")
try: print("x", file=Bad())
except OSError as e: print(e)
del sys.stdout
try: print("lost")
except RuntimeError as e: sys.stdout = old; print(e)
