import traceback
def show(f):
    try: f()
    except BaseException as e:
        print(type(e).__name__, e.args, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def a(): raise ValueError
def b(): raise ValueError("m", 2)
def c(): raise ValueError("m") from KeyError("c")
def d():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("w")
def e():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("w") from None
def f():
    try: 1 / 0
    except ZeroDivisionError as z: raise ValueError("w") from z
def g():
    try: 1 / 0
    except: raise
def h():
    try: 1 / 0
    except ZeroDivisionError as z: raise z
def i(): raise
def j(): raise 5
def k(): raise "str"
def l(): raise int
def m(): raise ValueError from 5
def n(): raise None
def o(): raise ValueError("x") from TypeError
def p(): raise lambda: 0
class N:
    def __new__(cls): return 5
class BadNew(Exception):
    def __new__(cls): return 5
def q(): raise BadNew
class BadInit(Exception):
    def __init__(self, req): pass
def r(): raise BadInit
def s(): raise ValueError from int
def t():
    try: raise KeyError("1")
    except KeyError:
        try: raise IndexError("2")
        except IndexError: pass
        raise ValueError("3")
def u():
    try: raise KeyError("1")
    except KeyError:
        try: raise IndexError("2")
        except IndexError: raise
def v():
    e = ValueError("self")
    raise e from e
def w():
    try: raise ValueError("1")
    except ValueError as e1:
        try: raise KeyError("2")
        except KeyError as e2: raise e1
def x():
    try: raise ValueError("in try")
    finally: raise KeyError("in finally")
for fn in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x):
    print(fn.__name__, end=" "); show(fn)
ex = ValueError("again")
for _ in range(2):
    try: raise ex
    except ValueError as y: print(y is ex, len(traceback.extract_tb(y.__traceback__)))
print(ValueError("x").with_traceback(None).__traceback__, ex.__traceback__ is not None)
ex.__traceback__ = None; ex.__cause__ = KeyError(); print(ex.__suppress_context__)
for stm in ("ex.__cause__ = 5", "ex.__context__ = 5", "ex.__traceback__ = 5", "ex.with_traceback(5)", "del ex.__cause__", "ex.args = 5", "ex.args = [1, 2]; print(ex.args)", "del ex.args", "ex.foo = 1; print(ex.foo)", "ex.__suppress_context__ = 'x'", "ex.__cause__ = None; print(ex.__suppress_context__)"):
    try: exec(stm)
    except Exception as y: print(stm, type(y).__name__, y)
