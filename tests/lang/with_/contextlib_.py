import contextlib, io, sys
@contextlib.contextmanager
def cm(n):
    print("in", n)
    try: yield n * 2
    except ValueError as e: print("handled", e)
    finally: print("out", n)
with cm(1) as x: print(x)
with cm(2): raise ValueError("v")
try:
    with cm(3): raise KeyError("k")
except KeyError as e: print(repr(e))
@cm(4)
def deco(): print("decorated"); return "r"
print(deco(), deco())
@contextlib.contextmanager
def noyield():
    if False: yield
try:
    with noyield(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def twice(): yield 1; yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def reraise():
    try: yield
    except Exception as e: raise TypeError("changed") from e
try:
    with reraise(): raise ValueError("orig")
except TypeError as e: print(repr(e), repr(e.__cause__))
try:
    with cm(5): raise StopIteration("si")
except StopIteration as e: print(repr(e))
with contextlib.suppress(KeyError, IndexError): {}["x"]
class C:
    def close(self): print("closed")
with contextlib.closing(C()) as c: print("using")
with contextlib.nullcontext(5) as n: print(n)
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print("captured")
print(repr(buf.getvalue()))
with contextlib.ExitStack() as st:
    for i in range(3): st.enter_context(cm(i))
    st.callback(print, "callback", 1); st.push(lambda *a: print("pushed", a[0]))
    print("stack body")
with contextlib.ExitStack() as st:
    st.enter_context(cm("es")); st.callback(lambda: 1 / 0) if False else None
    raise ValueError("in stack")
with contextlib.ExitStack() as st:
    moved = st.enter_context(cm("mv")); keep = st.pop_all()
print("not closed yet"); keep.close()
class D(contextlib.ContextDecorator):
    def __enter__(self): print("D in"); return self
    def __exit__(self, *a): print("D out"); return False
@D()
def df(x): return x + 1
print(df(1))
class A(contextlib.AbstractContextManager):
    def __exit__(self, *a): print("A exit")
with A() as a: print(type(a).__name__, isinstance(a, contextlib.AbstractContextManager), issubclass(C, contextlib.AbstractContextManager))
print(contextlib.contextmanager(lambda: (yield 5))().__enter__())
