import sys
def chain(e):
    out = []
    while e is not None:
        out.append(repr(e)); e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
    return out
def f1():
    try:
        try:
            try: raise KeyError(1)
            except KeyError: raise ValueError(2)
        except ValueError: raise TypeError(3)
    except TypeError as e: return chain(e)
def f2():
    try:
        try: raise KeyError(1)
        except KeyError:
            try: raise ValueError(2)
            except ValueError: pass
            raise TypeError(3)
    except TypeError as e: return chain(e)
def f3():
    class CM:
        def __enter__(self): pass
        def __exit__(self, *a): raise IndexError("exit")
    try:
        with CM(): raise KeyError("body")
    except IndexError as e: return chain(e)
def f4():
    try:
        try: raise KeyError(1)
        except KeyError as k:
            try: raise ValueError(2)
            except ValueError as v:
                try: raise k
                finally: pass
    except KeyError as e: return chain(e), chain(e.__context__)
def f5():
    def gen():
        try: yield
        except KeyError: raise ValueError("gen")
    g = gen(); next(g)
    try: g.throw(KeyError("thrown"))
    except ValueError as e: return chain(e)
def f6():
    try: raise ValueError("a")
    except ValueError:
        def inner():
            try: raise KeyError("b")
            except KeyError as e: return chain(e)
        return inner()
def f7():
    try:
        try: 1 / 0
        finally: undefined_name
    except NameError as e: return chain(e)
def f8():
    e = ValueError("x")
    try:
        try: raise e
        except ValueError: raise e
    except ValueError as y: return chain(y)
for f in (f1, f2, f3, f4, f5, f6, f7, f8): print(f.__name__, f())
print(sys.exc_info(), sys.exception())
try: raise ValueError("a")
except ValueError:
    print(sys.exc_info()[0], sys.exception())
    try: raise KeyError("b")
    except KeyError: print(sys.exc_info()[0])
    print(sys.exc_info()[0])
print(sys.exc_info()[0])
def nested():
    try: raise OSError("n")
    except OSError: return sys.exc_info()[1]
try: raise ValueError("a")
except ValueError: nested(); print(repr(sys.exception()))
