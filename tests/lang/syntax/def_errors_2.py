for s in ("def f(None): pass", "def f(a b): pass", "def f(a,): pass", "def f(,): pass", "def f(a,, b): pass", "def f(a=): pass", "def f(a=1=2): pass",
    "def f() -> : pass", "def f() -> int pass", "def f()\n pass", "def f():", "def f():\npass", "def f() pass", "def 5(): pass", "def f: pass",
    "def f(a: ): pass", "def (a): pass", "def class(): pass", "class 5: pass", "class C(: pass", "class C(a b): pass", "class C\n pass"):
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
