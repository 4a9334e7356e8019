import abc, numbers, collections.abc as ca
print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)), isinstance(1, ((str, (int,)), float)), isinstance("a", str | None), isinstance(None, str | None), issubclass(bool, int), issubclass(int, (str, object)), isinstance(int, type), isinstance(type, object), issubclass(type, object), isinstance(None, type(None)), isinstance([], list) and not isinstance([], tuple))
print(isinstance([], ca.Iterable), isinstance({}, ca.Mapping), isinstance(5, ca.Hashable), isinstance([], ca.Hashable), isinstance(len, ca.Callable), isinstance((x for x in []), ca.Generator), isinstance(range(3), ca.Sequence), isinstance("a", ca.Sequence), isinstance(set(), ca.MutableSet), isinstance(b"", ca.ByteString), isinstance({}.keys(), ca.KeysView), isinstance(5, numbers.Integral), isinstance(5.0, numbers.Real), isinstance(1j, numbers.Complex), isinstance(True, numbers.Number), issubclass(list, ca.Sized), issubclass(dict, ca.MutableMapping), isinstance(iter([]), ca.Iterator), issubclass(ca.Sequence, ca.Iterable))
class A(abc.ABC):
    @abc.abstractmethod
    def m(self): pass
    @property
    @abc.abstractmethod
    def p(self): pass
class B(A):
    def m(self): pass
class C(B):
    p = 1
for k in (A, B):
    try: k()
    except TypeError as e: print(e)
print(type(C()).__name__, A.__abstractmethods__ == {"m", "p"}, B.__abstractmethods__)
A.register(int); print(isinstance(5, A), issubclass(bool, A), isinstance("s", A))
class H(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return True if hasattr(c, "quack") else NotImplemented
class Duck: quack = 1
print(isinstance(Duck(), H), issubclass(int, H), isinstance(5, H))
class Fake:
    @property
    def __class__(self): return str
print(isinstance(Fake(), str), type(Fake()).__name__, isinstance(Fake(), Fake), issubclass(Fake, str))
class It:
    def __iter__(self): yield
class Call: 
    def __call__(self): pass
print(isinstance(It(), ca.Iterable), isinstance(Call(), ca.Callable), isinstance(It(), ca.Iterator))
class NoHash: __hash__ = None
print(isinstance(NoHash(), ca.Hashable))
