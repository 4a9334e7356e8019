for e in ("getattr()", "getattr(1)", "getattr(1, 2)", "getattr(1, 'x', 'default')", "getattr(1, 'x')", "getattr(1, 'real', 2, 3)", "setattr(1, 'x', 2)",
    "setattr(1, 'x')", "delattr(1, 'x')", "hasattr(1)", "hasattr(1, 2)", "hasattr(1, 'real')", "divmod(1)", "divmod('a', 1)", "pow(1)", "round('a')",
    "round(1, 2, 3)", "print(sep=1)", "print(end=1)", "print(foo=1)", "print(1, file=5)", "input(1, 2)", "open()", "open('/nonexistent/x')",
    "sorted(iterable=[1])"):
    try: 
        r = eval(e); print(e, r if not callable(r) else "callable")
    except Exception as x: print(e, type(x).__name__, x)
