for s in ("f(1, x for x in y)", "f(x for x in y)", "class A(x for x in y): pass", "[await x for x in y]", "[x async for x in y]",
    "def f(): [x async for x in y]", "[yield x for x in y]", "[(yield x) for x in y]", "def f(): return [(yield x) for x in y]",
    "def f(): (x for x in (yield))", "[x for x in (yield)]", "[None for None in x]", "[x for x.y in z]", "[x for x[0] in z]", "[x for (x, y) in z]",
    "[x for [x, *y] in z]", "[x for *x in z]", "[x for *x, in z]", "dict(x=1 for x in y)", "{1: 2 for x in y if z else w}", "[x for x in y for]"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", e.msg, e.offset)
