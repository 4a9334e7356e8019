srcs = ["x = 'abc", "x = \"abc", "x = '''abc", "x = '''abc\ndef\n", "x = \"\"\"", "x = (1,\n2", "x = [1,\n(2,\n3]", "x = {", "(", ")", "[)", "{]",
    "x = 1 +", "x = \\", "x = \\ 1", "x = \\\n", "x \\\n= 5", "\\", "x = 5\\", "  x = 1", "if 1:\n  x\n   y", "if 1:\n\tx\n        y",
    "if 1:\n        x\n\ty", "if 1:\n  x\n y\n", "x = 1\n  y = 2"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
