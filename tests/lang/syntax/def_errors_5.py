for s in ("def f(*a, **a): pass", "def f(a):\n def a(): pass\n global a", "def f():\n    x\n  y", "def f():\n  x\n    y", "if x:\n  a\n b",
    "if x:\nelse:\n  y", "if x:\n  pass\nelse\n  pass", "if x:\n  pass\n else:\n  pass", "try:\n  x", "try:\n  x\ny", "try: pass\nfinally",
    "try: pass\nexcept:\n pass\nexcept X: pass", "try: pass\nexcept X, Y: pass", "try: pass\nexcept X as 5: pass", "try: pass\nexcept X as a.b: pass",
    "try: pass\nelse: pass", "try: pass\nfinally: pass\nexcept: pass", "except: pass", "finally: pass", "elif x: pass", "while: pass", "for: pass"):
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
