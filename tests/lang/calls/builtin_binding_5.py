for e in ("object(1)", "enumerate([], 1, 2)", "reversed([], 1)", "ascii()", "any()", "any(1)", "max(key=len)", "breakpoint", "[].append(x=1)",
    "[].sort(None)", "''.join(iterable=[])", "{}.update(1, 2)", "'a'.split(sep=1, maxsplit=1)", "'a'.encode(encoding=1)", "(1).to_bytes('a', 'big')",
    "callable(len)", "eval('1', 5)", "exec('x', 5)", "eval('1', {}, 5)", "open(5.5)", "open('x', 'q')", "open('x', 'rw')",
    "open('x', 'rb', encoding='utf-8')"):
    try: 
        r = eval(e); print(e, r if not callable(r) else "callable")
    except Exception as x: print(e, type(x).__name__, x)
