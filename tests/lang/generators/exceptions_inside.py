def g():
    yield 1
    1 / 0
    yield 2
it = g()
print(next(it))
try:
    next(it)
except ZeroDivisionError as e:
    print(e)
print(list(it), next(it, "exhausted"))
def ctx():
    try:
        yield 1
    except ValueError:
        raise KeyError("second")
it = ctx(); next(it)
try:
    it.throw(ValueError("first"))
except KeyError as e:
    print(repr(e), repr(e.__context__))
import sys
def info():
    print(sys.exc_info()[0])
    yield sys.exc_info()[0]
    try:
        raise OSError("inner")
    except OSError:
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]
try:
    raise RuntimeError("outer")
except RuntimeError:
    it = info()
    print(next(it), sys.exc_info()[0])
    print(next(it), sys.exc_info()[0])
print(sys.exc_info()[0])
print(next(it), sys.exc_info()[0])
def reraise():
    try:
        yield
    except Exception:
        yield "mid"
        raise
it = reraise(); next(it); print(it.throw(ValueError("kept")))
try:
    raise KeyError("unrelated")
except KeyError:
    try: next(it)
    except ValueError as e: print(repr(e), repr(e.__context__))
def unwinding():
    for i in range(3):
        try: yield i
        except ValueError as e: print("loop", i, e); continue
it = unwinding(); print(next(it), it.throw(ValueError("a")), it.throw(ValueError("b")), "end")
try: it.throw(ValueError("c"))
except StopIteration: print("stopped")
