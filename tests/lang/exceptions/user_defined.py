class AppError(Exception):
    code = 1
    def __init__(self, msg, *, detail=None): super().__init__(msg); self.detail = detail
class NotFound(AppError): code = 404
class Multi(NotFound, KeyError): pass
for cls in (AppError, NotFound, Multi):
    try: raise cls("m", detail="d")
    except KeyError as e: print("KeyError", e, e.code, e.detail)
    except NotFound as e: print("NF", e, e.code)
    except AppError as e: print("App", e, e.args, e.detail)
class WithEq(Exception):
    def __eq__(self, o): return True
    __hash__ = None
try: raise WithEq("x")
except WithEq as e: print(e == 5, repr(e))
class Ctx(Exception):
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print("exit", t); return True
with Ctx("c") as c: raise c
class Iter(Exception):
    def __iter__(self): return iter(self.args)
a, b = Iter(1, 2); print(a, b)
class NoCall(Exception):
    def __init__(self): raise TypeError("init fails")
try: raise NoCall
except TypeError as e: print(e)
class SlotEx(Exception): __slots__ = ("v",)
s = SlotEx("a"); s.v = 5; s.other = 6; print(s.v, s.other, s.args)
import pickle, copy
e = copy.copy(NotFound("cp")); print(repr(e), e.code); e2 = copy.deepcopy(ValueError("a", [1])); print(repr(e2))
class Base2(BaseException): pass
try:
    try: raise Base2("b")
    except Exception: print("no")
except Base2 as e: print("base", e)
try: raise type("Dyn", (ValueError,), {"x": 1})("dyn")
except ValueError as e: print(type(e).__name__, e.x, type(e).__mro__[1])
class Str(str): pass
try: raise ValueError(Str("sub"))
except ValueError as e: print(str(e), type(e.args[0]).__name__)
for bases in ((Exception, int), (ValueError, OSError), (KeyError, ImportError), (ValueError, TypeError), (StopIteration, SyntaxError)):
    try: print(type("X", bases, {}).__name__)
    except TypeError as t: print(bases[1].__name__, t)
