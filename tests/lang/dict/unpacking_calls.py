def f(a, b=2, *args, c=3, **kw):
    return a, b, args, c, kw
print(f(**{"a": 1}), f(1, **{"c": 5, "z": 6}), f(*[1, 2, 3], **{"c": 4}, d=5), f(*"ab", *"cd", **{}, **{"x": 1}), f(1, *(), c=2, **dict(q=1)))
class Map:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): return k * 2
print(f(**Map()), {**Map()}, dict(Map()), dict(Map(), c=1))
for e in ("f(**{'a': 1}, **{'a': 2})", "f(1, **{'a': 2})", "f(a=1, **{'a': 2})", "f(**{1: 2})", "f(**5)", "f(*5)", "f(*None)", "f(**None)", "f(**[('a', 1)])", "f()", "dict(a=1, **{'a': 2})", "f(*[1], *5)", "f(**{'b': 1})", "print(**{'bad': 1})", "f(1, 2, *{}, **{'b': 3})", "len(**{'a': 1})", "f(*1.5, **{})", "(lambda: 0)(**{'x': 1})", "f(**{'a': 1, 2: 3})", "f(**Map(), a=1)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
