for s in ("import .a", "from a import", "import", "await = 1", "async = 1", "__debug__ = 1", "x.__debug__ = 1", "def __debug__(): pass",
    "def f(__debug__): pass", "import __debug__", "a = yield = b", "a = (yield) = b", "(x for x in y) = 1", "await x = 1", "a, b = c, = d", "a := 5",
    "a ?= 5", "a =", "= a", "a = b c", "a => b"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
