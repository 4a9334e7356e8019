for s in ("class C:", "class C(a=1, b): pass", "class C(**k, *a): pass", "class C(): pass", "class C(*a, b=1, **c): pass", "@\ndef f(): pass",
    "@a b\ndef f(): pass", "@a", "@a\nx = 1", "@a\n@b", "async x = 1", "async def f(): async def", "async", "lambda x y: 1", "lambda (x): 1",
    "f(a for a in b, c for c in d)", "f(**a, **b)", "f(*a, *b)", "f(a, *, b)", "f(a, /)", "f(a=b=c)", "f(a, b=c, **d, e=f)"):
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
