class CM(classmethod): pass
class SM(staticmethod): pass
class P(property): pass
class A:
    @CM
    def f(cls): return cls
    @SM
    def g(): return 1
    @P
    def h(self): return 2
    @h.setter
    def h(self, v): print('set', v)
print(A.f, A.g())
print(A().f(), A().g(), A().h)
a = A(); a.h = 3
class M(type):
    @CM
    def f(cls): return cls
print(M.f())
class T(type):
    def mro(cls):
        return [cls, object]
class A: 
    def f(self): return 'A'
class C(A):
    pass
class X(C, metaclass=T): pass
print(X.__mro__)
class PerverseMetaType(type):
    def mro(cls):
        L = type.mro(cls)
        L.reverse()
        return L
class A(object):
    def f(self): return "A"
class B(A):
    pass
class C(A):
    def f(self): return "C"
class Foreign(type):
    def mro(self): return [self, dict, object]
try:
    class X(object, metaclass=Foreign): pass
except TypeError as e: print(e)
