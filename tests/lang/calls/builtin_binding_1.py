for e in ("len()", "len(1, 2)", "len(obj=[])", "abs()", "abs(1, 2)", "abs(x=1)", "ord('a', 'b')", "chr(i=65)", "repr()", "id()", "hash()", "hash(1, 2)",
    "callable()", "isinstance(1)", "isinstance(1, 2)", "isinstance(1, (int, 2))", "isinstance(1, ())", "isinstance(1, (str, (int,)))",
    "issubclass(1, int)", "issubclass(int, 1)", "issubclass(bool, (str, int))", "isinstance(1, int | str)", "isinstance(None, int | None)",
    "isinstance([], list[int])", "issubclass(int, list[int])"):
    try: 
        r = eval(e); print(e, r if not callable(r) else "callable")
    except Exception as x: print(e, type(x).__name__, x)
