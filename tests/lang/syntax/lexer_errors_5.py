srcs = ["x = '\\N{foo}'", "x = '\\x'", "x = b'\\x'", "x = '\\u12'", "x = '\\U00110000'", "x = '\\777'", "x = \"\\d\"", "if x\n:pass", "x = {1: 2, 3}",
    "x = {1, 2: 3}", "x = {1: }", "x = {: 1}", "x = {**a, 1}", "x = {*a, 1: 2}", "x = {1:2 3:4}", "x = [1 2]", "x = (1 2)", "x = 1 2", "x = a b",
    "x = a 1", "x = 'a' 1", "x = 1 'a'", "x = (a, b c)", "foo bar", "foo bar baz"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
