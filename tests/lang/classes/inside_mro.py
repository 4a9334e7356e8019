class Seen(type):
    def mro(cls):
        print(cls.__name__, cls.__mro__, getattr(cls, "f", "no f"), getattr(cls, "x", "no x"))
        try: cls.g
        except AttributeError as e: print(e)
        try: cls.count += 1
        except AttributeError as e: print(e)
        result = type.mro(cls)
        cls.x = 5
        return result
class A(metaclass=Seen):
    def f(self): return 1
class B(A): pass
print(A.x, B.x, A().f(), B().f(), B.__mro__)
for f in bytearray.__dict__["maketrans"], str.__dict__["maketrans"], bytes.__dict__["maketrans"]:
    print(type(f).__name__, [getattr(f, n, None) for n in ("nothing", "__reduce__x")], f.__dict__)
    f.mark = [1, 2, 3]
kept = [[i] for i in range(1000)]
print([f.__dict__ for f in (bytearray.__dict__["maketrans"], str.__dict__["maketrans"])])
class C:
    def __new__(cls): return object.__new__(cls)
    def __init_subclass__(cls): pass
    def __class_getitem__(cls, k): return k
for n in "__new__", "__init_subclass__", "__class_getitem__":
    C.__dict__[n].mark = n
print([C.__dict__[n].mark for n in ("__new__", "__init_subclass__", "__class_getitem__")], C[3], type(C()))
class Extends(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ != "Sub":
            try:
                class Sub(cls): pass
            except TypeError as e: print(e)
            try: super(cls, cls).x
            except AttributeError as e: print(e)
            print(issubclass(cls, object), issubclass(cls, int))
        return type.mro(cls)
class D(metaclass=Extends): pass
print(D.__mro__)
