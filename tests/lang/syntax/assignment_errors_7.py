for s in ("class", "def", "return", "return 1", "yield 1", "break", "continue", "pass pass", "nonlocal x", "class C: return 1", "class C: yield",
    "await x", "async with x: pass", "async for x in y: pass", "def f(): await x", "def f(): async with x: pass", "async def f(): yield from x",
    "async def f(): return 1; yield 2", "def f(): return 1; yield 2", "async def f(): await x; yield 1; return"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
