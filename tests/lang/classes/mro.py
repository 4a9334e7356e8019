class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
class E(C, B): pass
print([c.__name__ for c in D.__mro__], [c.__name__ for c in E.mro()], D.__bases__, D.__base__, A.__subclasses__())
for bases in ((D, E), (A, B), (object, A), (A, A), (B, B), (A, object, A), (int, str), (int, float), (bool,), (type(None),), (range,), (slice,), (type(lambda: 0),), (5,), (A, 5), (type(...),)):
    try: print([c.__name__ for c in type("X", bases, {}).__mro__])
    except TypeError as e: print(e)
class O: pass
class F(O): pass
class G(O): pass
class H(F, G): pass
class I(G): pass
class J(H, I): pass
print([c.__name__ for c in J.__mro__])
class P:
    def f(self): return ["P"]
class Q(P):
    def f(self): return ["Q"] + super().f()
class R(P):
    def f(self): return ["R"] + super().f()
class S(Q, R):
    def f(self): return ["S"] + super().f()
print(S().f(), Q.f(S()), super(Q, S()).f(), super(R, S()).f())
class X1(dict): pass
class X2(X1): pass
class X3(X2, X1): pass
print(X3(a=5), [c.__name__ for c in X3.__mro__])
class L(list): pass
try:
    class M(L, dict): pass
except TypeError as e: print(e)
class N(A):
    pass
N.__bases__ = (B,); print([c.__name__ for c in N.__mro__], issubclass(N, B), A.__subclasses__())
for b in ((N,), (int,), (), 5, (5,), (object,)):
    try: N.__bases__ = b; print("fine", N.__bases__)
    except TypeError as e: print(e)
class Meta(type):
    def mro(cls): return [cls, object]
class Odd(B, metaclass=Meta): pass
print([c.__name__ for c in Odd.__mro__], issubclass(Odd, B), hasattr(Odd, "f"))
