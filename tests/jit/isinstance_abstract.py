# isinstance() and issubclass() of abstract classes, of mixed values, of metaclasses that answer.
from abc import ABC, ABCMeta
from collections.abc import Sized, Iterable, Mapping


class S(ABC): pass
class A(S): pass
class B(A): pass
class C: pass
class D: pass
S.register(D)
class Meta(type):
    def __instancecheck__(cls, o): return "yes" if isinstance(o, int) else ""
    def __subclasscheck__(cls, c): return [c]
class M(metaclass=Meta): pass
def f(n, vals):
    out = []
    for i in range(n):
        for v in vals:
            out.append((isinstance(v, S), isinstance(v, (int, S)), issubclass(type(v), S), isinstance(v, Sized), isinstance(v, (Mapping, Iterable)), isinstance(v, M), issubclass(type(v), M), issubclass(type(v), (A, D))))
    return out[-len(vals):]
V = [A(), B(), C(), D()]
for i in range(3): print(f(300, V))
V2 = V + [1, "s", [], {}, None, 2.5]
for i in range(3): print(f(300, V2))
print(f(300, [A()]))
S.register(C)
print(f(300, V)); print(f(300, V2))
C.__len__ = lambda s: 1
print(f(300, V))
class E(C): pass
print(f(300, [E(), C()]))
A.__bases__ = (ABC,)
print(f(300, V))


class F:
    @property
    def __class__(self):
        return A


def names(n, vals):
    total = 0
    for i in range(n):
        for v in vals:
            total += len(type(v).__name__) + isinstance(v, S) + isinstance(v, (str, F))
    return total


print(names(300, [A(), B(), C(), D()]), names(300, [F(), A(), 1, "s"]))
B.__name__ = "Longer"
print(names(300, [A(), B(), C(), D()]))
