for s in ("def f(a, a): pass", "def f(a=1, b): pass", "def f(*, ): pass", "def f(*): pass", "def f(**k, a): pass", "def f(**k, *a): pass",
    "def f(*a, *b): pass", "def f(**k, **j): pass", "def f(/): pass", "def f(a, /, b, /): pass", "def f(*, /, a): pass", "def f(*a, /): pass",
    "def f(*, **k): pass", "def f(*, *a): pass", "def f(*a=1): pass", "def f(**k=1): pass", "def f(a, *, b, *c): pass",
    "def f(a:int=1, *, b:str): pass", "def f(5): pass", "def f('a'): pass", "def f((a, b)): pass", "def f(a.b): pass"):
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
