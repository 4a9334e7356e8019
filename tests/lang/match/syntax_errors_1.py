srcs = ["match x:\n case a: pass\n case b: pass", "match x:\n case _: pass\n case 1: pass", "match x:\n case a | 1: pass",
    "match x:\n case 1 | a: pass", "match x:\n case [a, a]: pass", "match x:\n case a | b: pass", "match x:\n case 1 as _: pass",
    "match x:\n case a.b as c.d: pass", "match x:\n case *a: pass", "match x:\n case [*a, *b]: pass", "match x:\n case 1 + 1: pass",
    "match x:\n case 1 + a: pass", "match x:\n case f'x': pass", "match x:\n case -a: pass", "match x:\n case C(a=1, 2): pass",
    "match x:\n case C(a=1, a=2): pass", "match x:\n case a(): pass", "match x:\n pass", "match x:\n case 1 pass", "match x:\ncase 1: pass",
    "match x:\n case 1:\n pass", "match:\n case 1: pass", "match x: pass", "match x:\n case: pass", "match x:\n case 1 if: pass"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset)
