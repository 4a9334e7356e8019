for s in ("f(a=1, *b)", "f(**a, *b)", "f(b=1, 2)", "f(*a, 2, b=1, *c)", "f(x for x in y)(z)", "f(,)", "f(a,,b)", "f(a b=1)", "f(a.b=1)", "f((a)=1)",
    "f(a[0]=1)", "f(None=1)", "f(lambda: 1=2)", "f(x=1 for x in y)", "f(if=1)", "f(-a=1)", "f(a or b=1)", "def f(a, *b, c, d=1, e, **g): pass",
    "def f(a, b=1, /, c=2, *, d): pass", "def f(a=1, /, b): pass", "def f(a, *, a): pass", "def f(a, **a): pass"):
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
