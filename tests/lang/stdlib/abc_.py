import abc
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @classmethod
    @abc.abstractmethod
    def make(cls): ...
    @staticmethod
    @abc.abstractmethod
    def stat(): ...
    def describe(self): return f"{type(self).__name__} {self.area()}"
class Sq(Shape):
    def area(self): return 4
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def stat(): return "s"
print(Sq.make().describe(), Sq.stat(), Shape.__abstractmethods__ == {"area", "make", "stat"}, abc.get_cache_token() is not None)
class Part(Shape):
    def area(self): return 1
for c in (Shape, Part):
    try: c()
    except TypeError as e: print(str(e).split(" with ")[0], "abstract" in str(e))
class One(abc.ABC):
    @abc.abstractmethod
    def only(self): ...
try: One()
except TypeError as e: print(e)
class M(metaclass=abc.ABCMeta): pass
@M.register
class V: pass
print(issubclass(V, M), isinstance(V(), M), M.__subclasshook__(int), type(M).__name__, isinstance(M, abc.ABCMeta))
One.only = lambda s: 1; abc.update_abstractmethods(One)
print(One().only(), One.__abstractmethods__)
