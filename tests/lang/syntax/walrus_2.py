for s in ("with x := y: pass", "return x := 1", "def f(): return x := 1", "def f(): return (x := 1)", "if x := 1: pass", "while x := 1: break",
    "for x in y := z: pass", "@x := y\ndef f(): pass", "f'{x:=5}'", "f'{(x:=5)}'", "raise x := y", "import x := y", "(a := 1, b := 2)", "a, b := 1, 2",
    "(a, b := 1, 2)", "yield x := 1", "await x := 1", "(x: int := 1)", "(x := y := 1)", "(x := (y := 1))", "x += (y := 1)", "(x += 1)",
    "global x := 1", "lambda x=(y := 1): x", "lambda x=y := 1: x", "(*x := 1)", "print(*(x := [1]))", "(x := 1 if y else 2)", "(x := yield)",
    "(__debug__ := 1)"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", e.msg, e.offset)
