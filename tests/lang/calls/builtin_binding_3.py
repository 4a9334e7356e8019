for e in ("sorted([1], key=len)", "sum(iterable=[1])", "bin('a')", "bin(1.5)", "hex(None)", "oct('7')", "format(1, 2)", "vars(1)", "vars(1, 2)",
    "dir(1, 2)", "iter(1)", "type(1, 2, 3)", "type('X', 1, {})", "type('X', (), 1)", "type(1, (), {})", "type('X', (1,), {})", "super()", "super(1)",
    "super(int, 'a')", "property(1, 2, 3, 4, 5)", "staticmethod()", "classmethod(1, 2)", "map(1)", "zip(1)", "exec()"):
    try: 
        r = eval(e); print(e, r if not callable(r) else "callable")
    except Exception as x: print(e, type(x).__name__, x)
