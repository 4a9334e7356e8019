for e in ("exec(1)", "eval()", "eval(1)", "eval('1 +')", "eval('x = 1')", "compile()", "compile('1', 'f', 'bad')", "compile('1', 'f')", "__import__()",
    "__import__(1)", "__import__('no_such_module_x')", "globals(1)", "locals(1)", "range()", "str(1, 2, 3, 4)", "float(1, 2)", "bytes(1, 2, 3, 4)",
    "list(1, 2)", "dict(1, 2)", "set(1, 2)", "tuple(1, 2)", "bool(1, 2)", "int(1, 2, 3)", "complex(1, 2, 3)", "frozenset(1, 2)"):
    try: 
        r = eval(e); print(e, r if not callable(r) else "callable")
    except Exception as x: print(e, type(x).__name__, x)
