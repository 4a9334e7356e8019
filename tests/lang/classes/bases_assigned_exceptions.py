"""Assignment to __bases__ of classes of exceptions and other natives: what fits and what does not."""
def attempt(cls, bases):
    try:
        cls.__bases__ = bases
    except TypeError as e:
        print(cls.__name__, [b.__name__ for b in bases], e)
    else:
        print(cls.__name__, [b.__name__ for b in bases], [c.__name__ for c in cls.__mro__])
names = [Exception, ValueError, KeyError, LookupError, OSError, FileNotFoundError, ConnectionError, ImportError, ModuleNotFoundError,
    StopIteration, SyntaxError, TabError, UnicodeError, UnicodeDecodeError, UnicodeEncodeError, AttributeError, NameError, UnboundLocalError,
    RecursionError, Warning, UserWarning, SystemExit, KeyboardInterrupt, BaseException, object, int, str, list, dict, tuple, set]
for old in names:
    for new in names:
        class C(old): pass
        attempt(C, (new,))
class A(Exception): pass
class B(ValueError): pass
class S(Exception): __slots__ = ()
class P: pass
class Q: pass
class R: __slots__ = ("x",)
for old in (A, B, P, Q, R):
    for new in (A, B, P, Q, R, Exception, ValueError, object):
        class D(old): pass
        attempt(D, (new,))
class E(ValueError): pass
class F(E):
    def show(self): return 1
e = F("key")
E.__bases__ = (KeyError,)
print(str(e), repr(e), isinstance(e, KeyError), isinstance(e, ValueError), F.__mro__, e.show())
try:
    raise e
except KeyError as x:
    print("caught", x, x.args)
print(str(F("another")))
