srcs = ["x\n\ty", "\tx = 1", "x = 0777", "x = 1__0", "x = 1_", "x = 0xg", "x = 1.2.3", "x = 1e", "x = 5abc", "x = 5_a", "x = 0b12", "é = 5", "x = é",
    "x = €", "x = “a”", "x = ‘a’", "x = a\u00a0b", "x = 1\u200b", "a\u0301b = 1", "x = ²", "1 if 2else 3", "1or 2", "x = $", "x = ?", "x = a?b"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
