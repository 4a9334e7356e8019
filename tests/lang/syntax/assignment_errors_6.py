for s in ("a <> b", "a =! b", "a ++", "++a", "a--", "a->b", "$a", "a ? b : c", "a!", "`a`", "a &&b", "a || b", "!a", "a % % b", "else: pass",
    "x = [1, 2", "x = (1, 2]", "x = {1: 2)", "x = )", "x = 1)", "def f(:"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
