srcs = ["x = 1\ry = 2", "if x:\r\n  y\r\n", "@", "@@", "->", "x = ...", "x = ....", "x = . .", "x = 1 ...", "x...", "x = .5.real", "x = 5.real",
    "x = 5 .real", "x = 5..real", "a.5", "a.b.", "a.", "a..b", "from . import x", "from .... import x", "from ..... x import y", "x = 'a' b'b'",
    "x = b'é'", "x = u'é'", "x = b'\\xff' b'a'"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
