# Which constructors overlook keywords meant for a subclass's __init__ or __new__.
import itertools


def classes():
    yield list, ([1],)
    yield tuple, ([1],)
    yield set, ([1],)
    yield frozenset, ([1],)
    yield enumerate, ([1],)
    yield zip, ([1], [2])
    yield map, (str, [1])
    yield filter, (None, [1])
    yield reversed, ([1],)
    for name, args in [
        ("accumulate", ([1],)), ("chain", ([1],)), ("combinations", ([1], 1)), ("compress", ([1], [1])),
        ("count", (1,)), ("cycle", ([1],)), ("dropwhile", (bool, [1])), ("filterfalse", (None, [1])),
        ("groupby", ([1],)), ("islice", ([1], 1)), ("pairwise", ([1],)), ("permutations", ([1],)),
        ("product", ([1],)), ("repeat", (1,)), ("starmap", (pow, [(1, 1)])), ("takewhile", (bool, [1])),
        ("zip_longest", ([1],)),
    ]:
        yield getattr(itertools, name), args


for base, args in classes():
    class Init(base):
        def __init__(self, *a, **k): pass

    class New(base):
        def __new__(cls, *a, **k): return super().__new__(cls, *a)

    class Plain(base): pass

    for cls in (Init, New, Plain, base):
        for keywords in ({}, {"x": 1}):
            for given in (args, ()):
                try:
                    print(base.__name__, type(cls(*given, **keywords)).__name__)
                except Exception as e:
                    print(base.__name__, cls.__name__, keywords, given, type(e).__name__, e)
