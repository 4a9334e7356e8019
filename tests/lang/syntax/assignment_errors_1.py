for s in ("5 = x", "'a' = 1", "None = 1", "True = 1", "... = 1", "f() = 1", "a + b = 1", "-a = 1", "a and b = 1", "not a = 1", "a < b = 1",
    "(a, 5) = 1", "[a, f()] = 1", "a.b() = 1", "lambda: 0 = 1", "a if b else c = 1", "f'{x}' = 1", "{} = 1", "{1: 2} = 1", "{a} = 1", "*a = 1"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
