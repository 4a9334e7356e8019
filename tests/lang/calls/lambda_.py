print((lambda: 1)(), (lambda x, y=2: x + y)(1), (lambda *a, **k: (a, k))(1, z=2), (lambda x: lambda y: (x, y))(1)(2), (lambda x, /, y, *, z: (x, y, z))(1, 2, z=3), (lambda: (yield))().__class__.__name__, (lambda: None).__name__, (lambda: None).__qualname__, list(map(lambda x: x ** 2, range(4))), sorted("bca", key=lambda c: -ord(c)), (lambda x: x if x else "empty")(""), (lambda *args: len(args))(*range(5)), (lambda a, b=lambda: 5: b())(1), (lambda: [lambda: i for i in range(2)])()[1](), {"f": lambda x: x}["f"](9), [lambda: 0][0](), (lambda x: (x, x))(1), (lambda x: not x)(0), (lambda **k: k)(**{"a": 1}))
def outer():
    return lambda: (lambda: "deep")()
print(outer()(), outer().__qualname__, (lambda x=1, *y, z=2, **w: (x, y, z, w)).__code__.co_varnames)
f = lambda n: 1 if n == 0 else n * f(n - 1)
print(f(10)); g = lambda: (x := 5) + x; print(g())
for s in ("lambda: x = 1", "lambda x: return x", "lambda x, x: 1", "lambda 5: 1", "lambda (a, b): 1", "lambda x=1, y: 1", "lambda *: 1", "lambda **k, a: 1", "lambda x: (y = 1)", "lambda *a, *b: 1", "lambda a, /, /: 1", "lambda /: 1", "lambda *, /: 1", "lambda *, **k: 1", "lambda a, a=1: 1", "(lambda: x) = 1", "lambda"):
    try: compile(s, "s", "exec"); print("fine")
    except SyntaxError as e: print(s, "|", e.msg, e.offset)
