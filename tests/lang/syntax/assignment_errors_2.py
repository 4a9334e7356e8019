for s in ("*a, *b = 1", "(*a) = 1", "a, b += 1", "[a] += 1", "(a, b) += 1", "f() += 1", "5 += 1", "a + b += 1", "None += 1", "x = 5 = y", "x = f() = y",
    "a.b.c = 1", "a[0].b = 1", "(a.b, c[0]) = x", "x = y = = z", "x == 1 = 2", "if x = 1: pass", "while x = 1: pass", "f(x = 1)", "f(a.b = 1)",
    "f(5 = 1)"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
