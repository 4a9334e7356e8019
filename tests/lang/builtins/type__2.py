T = type("T", (), {"x": 1}); print(T.x, T.__name__, T.__bases__, T.__mro__, T.__dict__["x"], T.__module__, T.__qualname__, T.__doc__, T.__base__, T.__basicsize__ > 0, T.__flags__ & 1 == 0 or True, T.__weakrefoffset__ >= 0, T.__subclasses__(), T.mro(), type(T), type(type), type.__mro__, type.__bases__, type.__name__, isinstance(T, type), T.__class__, T().__class__)
for e in ("int.__instancecheck__(5)", "int.__subclasscheck__(bool)", "type.__or__(int, str)", "object.__reduce__(5)", "object.__sizeof__(5) > 0",
    "object.__dir__(5)[:0]", "object.__format__(5, '')", "object.__format__(5, 'x')", "object.__eq__(1, 1)", "object.__eq__(1, 2)",
    "object.__ne__(1, 2)", "object.__lt__(1, 2)", "object.__str__('a')", "object.__repr__(5)[:12]", "object.__hash__(5) is not None",
    "object.__getattribute__(5, 'real')", "object.__getattribute__(5, 'nope')", "object.__setattr__(5, 'a', 1)", "object.__delattr__(5, 'a')",
    "object.__setattr__(int, 'a', 1)", "type.__setattr__(int, 'a', 1)", "object.__init__(5)", "object.__init_subclass__()"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
