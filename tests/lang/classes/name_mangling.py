class C:
    __priv = 1
    def __init__(self): self.__x = 2; self.__y__ = 3; self._z = 4
    def get(self): return self.__x, self.__priv, self.__y__
    def __m(self): return "private method"
    def call(self): return self.__m(), C.__priv
    def loc(self):
        __local = 5
        def inner(__p): return __p + __local
        return inner(1), sorted(locals())[:1]
    def kw(self, *, __k=1): return __k
    def imp(self):
        import os.path as __osp
        return __osp.basename("/x/y")
    class __Inner: pass
    def inner(self): return self.__Inner.__name__
    def exc(self):
        try: raise ValueError("v")
        except ValueError as __e: return repr(__e)
    def attr(self, o): o.__dynamic = 1; return [k for k in vars(o)]
    def glob(self):
        global __g
        __g = 5
    ___triple = 6
c = C(); c.glob()
print(c.get(), c.call(), c._C__x, C._C__priv, c._C__m(), sorted(vars(c)), c.loc(), c.kw(), c.imp(), c.inner(), c.exc(), [k for k in globals() if "__g" in k], sorted(k for k in C.__dict__ if k.startswith("_C")))
class D(C):
    def __init__(self): super().__init__(); self.__x = "D's"
    def dget(self): return self.__x
print(D().get(), D().dget(), D()._D__x)
try: c.__x
except AttributeError as e: print(e)
class _Under:
    def __init__(self): self.__a = 1
class __Two:
    def __init__(self): self.__a = 1
class ___:
    def __init__(self): self.__a = 1
print(vars(_Under()), vars(__Two()), vars(___()))
try: C().kw(__k=5)
except TypeError as e: print(e)
print(C().kw(_C__k=7), C.kw.__kwdefaults__)
def f(self): return self.__x
try: f(c)
except AttributeError as e: print(e)
class S: __slots__ = ("__s",)
print(S.__slots__, hasattr(S, "_S__s")); print(getattr(c, "__x", "string not mangled"))
class P:
    def __get(self): return "P"
    p = property(__get)
    def use(self): return [self.__get() for _ in "a"], (lambda: self.__get())()
print(P().p, P().use())
