srcs = ["match x:\n case (a, b) | (c, d): pass", "match x:\n case (a, b) | [a, b]: pass", "match x:\n case [a] | {'k': a}: pass",
    "match x:\n case 1 as a as b: pass", "match x:\n case a as b: pass", "match x:\n case _ | 1: pass", "match x:\n case (1 as a) | (2 as a): pass",
    "match x:\n case (1 as a) | 2: pass", "match x:\n case +1: pass", "match x:\n case 1j + 1: pass", "match x:\n case not True: pass",
    "match x:\n case x.y(): pass", "match x:\n case x(): pass\n else: pass", "match x:\n case {'a': 1, **None}: pass",
    "match x:\n case lambda: 1: pass", "match x, :\n case 1,: pass", "case 1: pass", "match x:\n case C(*a): pass", "match x:\n case C(a.b=1): pass",
    "match x:\n case (): pass", "match x:\n case ((a)): pass", "match x:\n case None | True | False: pass", "match x:\n case a[0]: pass",
    "match x:\n case 1 | 2 | *a: pass", "match (yield):\n case 1: pass"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", repr(s))
    except SyntaxError as e: print(repr(s), "|", type(e).__name__, e.msg, e.lineno, e.offset)
