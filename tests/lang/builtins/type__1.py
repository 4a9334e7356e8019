T = type("T", (), {"x": 1}); print(T.x, T.__name__, T.__bases__, T.__mro__, T.__dict__["x"], T.__module__, T.__qualname__, T.__doc__, T.__base__, T.__basicsize__ > 0, T.__flags__ & 1 == 0 or True, T.__weakrefoffset__ >= 0, T.__subclasses__(), T.mro(), type(T), type(type), type.__mro__, type.__bases__, type.__name__, isinstance(T, type), T.__class__, T().__class__)
print([t.__name__ for t in (int, str, list, dict, set, tuple, float, complex, bool, bytes, bytearray, range, slice, type, object, property, staticmethod, classmethod, super, map, filter, zip, enumerate, reversed, memoryview, frozenset)])
print(type(None), type(...), type(NotImplemented), type(len), type(lambda: 0), type((lambda: (yield))()), type(type.__dict__), type([].append), type(str.upper), type(int.real), type(iter([])), type(iter({})), type(iter("")), type(iter(set())), type(iter(())), type(iter(range(1))), type({}.keys()), type(T().__init__), type(T.__init__), type(T.mro), type(int | str), type(list[int]), type(__import__("sys")), type(compile("1", "", "eval")), sep="\n")
print(int.__doc__[:10], str.__doc__[:10], len.__doc__[:10], object.__doc__[:10], [].append.__doc__, int.__add__.__doc__, len.__text_signature__, [].append.__text_signature__, int.__module__, len.__module__, len.__self__.__name__, [].append.__self__)
for e in ("type()", "type(1, 2)", "type('a', (), {}, 1)", "type('a', (), {}, x=1)", "type(5, (), {})", "type('a', [], {})", "type('a', (), [])",
    "type.__call__()", "type.mro()", "type.__subclasses__(int, 5)", "int.__subclasses__(5)", "type.mro(5)", "object.__subclasshook__(int)",
    "type.__new__(5)", "type.__new__(int, 'a', (), {})", "type('a', (), {'__slots__': 5})", "int.__name__.upper()", "object.__class__.__class__",
    "object().__dict__", "int().__dict__", "type.__dict__['__name__'].__get__(int)", "type.__prepare__()", "type.__instancecheck__(int, 5)"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
