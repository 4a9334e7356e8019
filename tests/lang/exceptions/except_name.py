e = "outer"
try: raise ValueError(1)
except ValueError as e: print(repr(e))
try: print(e)
except NameError as x: print(x)
def f():
    try: raise ValueError(2)
    except ValueError as err: err = 5
    try: err
    except UnboundLocalError as u: print(u)
f()
def g():
    try: raise KeyError
    except KeyError as k: del k
    return "deleted fine"
print(g())
for cls in (ValueError, (KeyError, ValueError), Exception, BaseException, (), (TypeError, (ValueError, KeyError))):
    try:
        try: raise ValueError("x")
        except cls: print("matched", cls)
    except ValueError: print("not matched", cls)
    except TypeError as t: print(t)
for bad in (5, "str", None, int, (ValueError, 5), [ValueError], object()):
    try:
        try: raise OSError("orig")
        except bad: print("matched?")
    except TypeError as t: print(t, repr(t.__context__))
    except OSError: print("first matched nothing")
def dyn(): print("evaluated"); return ValueError
try: raise KeyError(1)
except dyn(): print("no")
except KeyError: print("yes")
try: pass
except dyn(): pass
class M(type):
    def __instancecheck__(c, i): print("instancecheck"); return True
    def __subclasscheck__(c, i): print("subclasscheck"); return True
class X(Exception, metaclass=M): pass
try:
    try: raise ValueError("real")
    except X: print("virtual match")
except ValueError: print("no virtual match")
