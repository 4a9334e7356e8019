srcs = ["x = !a", "a ! b", "#\nx = (", "x = 'a\\", "x = 'a\\\nb'", "x = r'\\'", "x = f'{a", "x = f'{a}", "x = rb'a", "x = bf'a'", "\x00", "x = 1\x00",
    "x = '\x00'", "# \x00", "\x0c x = 1", "\x0cx = 1", "x = 1;", "x = 1;;", ";", "x; ;y", "x = 1 # comment", "\ufeffx = 1", "x\ufeff = 1",
    "x = (\n# comment\n1\n)", "x = 1 \r\ny = 2\r\n"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
