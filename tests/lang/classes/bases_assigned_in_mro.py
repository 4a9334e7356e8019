# A metaclass's mro() that assigns __bases__ of classes being changed.
class M(type):
    ready = False
    def mro(cls):
        if M.ready:
            if cls.__name__ == 'B1':
                B2.__bases__ = (B1,)
            if cls.__name__ == 'B2':
                B1.__bases__ = (B2,)
        return type.mro(cls)
class A(metaclass=M): pass
class B1(A): pass
class B2(A): pass
M.ready = True
try:
    B1.__bases__ += ()
except TypeError as e:
    print("TypeError", e)
M.ready = False
print(B1.__mro__, B2.__mro__, B1.__bases__, B2.__bases__)

class N(type):
    turn = 0
    def mro(cls):
        if N.turn and cls.__name__ == 'X':
            N.turn -= 1
            cls.__bases__ = (P,) if N.turn else (Q,)
            print("in mro:", cls.__mro__, cls.__bases__)
        return type.mro(cls)
class O(metaclass=N): pass
class P(O): name = 'P'
class Q(O): name = 'Q'
class X(O): pass
class Y(X): pass
N.turn = 1
X.__bases__ = (P,)
print(X.__bases__, X.__mro__, Y.__mro__, X.name, Y().name)
print(O.__subclasses__(), P.__subclasses__(), Q.__subclasses__())
N.turn = 2
X.__bases__ = (O,)
print(X.__bases__, X.__mro__, Y.__mro__, X.name, Y().name)
print(O.__subclasses__(), P.__subclasses__(), Q.__subclasses__())

class R(type):
    fail = False
    def mro(cls):
        if R.fail and cls.__name__ == 'W':
            R.fail = False
            cls.__bases__ = (Q,)
            raise ValueError("no order")
        return type.mro(cls)
class S(O, metaclass=type('NR', (N, R), {'mro': R.mro})): pass
class W(S): pass
R.fail = True
try: W.__bases__ = (P,)
except ValueError as e: print(e)
print(W.__bases__, W.__mro__)
