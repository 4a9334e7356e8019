for s in ("f(True = 1)", "f(a, b = 1, c)", "f(**a, b)", "f(**a, *b)", "f(*a, b)", "f(a=1, a=2)", "f(a b)", "f(a, b c)", "print x", "print 'hello'",
    "exec 'x'", "print(a b)", "x: int: y", "5: int", "(a, b): int", "[a]: int = 1", "f(): int", "a.b: int", "(a): int = 1", "x: int = ", "x: = 1"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
