srcs = ["x = a[:, ::, 1]", "x = a[b=1]", "import a b", "import a,", "import a.", "import a.b.c.d", "from a import b c", "from import a", "from a",
    "import a as", "from a import b as", "raise a, b", "raise a from", "raise from a", "assert", "assert a,", "global", "global 5", "global a b",
    "global a,", "pass x", "break x", "del"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
