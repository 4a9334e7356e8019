for s in ("with: pass", "if: pass", "if x pass", "while x pass", "for x in y pass", "with x pass", "with x as y pass", "if x:\n", "while x:\n",
    "for x in y:\n", "try:\n", "with x:\n", "class C:\n", "def f():\n", "if x:\n pass\nelse:\n", "try:\n pass\nexcept:\n", "try:\n pass\nfinally:\n",
    "if x:\n pass\nelif y:\n", "match x:\n case 1:\n", "for x in y:\n pass\nelse:\n"):
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
