for s in ("[x for x in 5]", "[x for x in None]", "[undefined for x in [1]]", "{x: 1 for x in [[]]}", "{x for x in [[]]}", "[a for a, b in [1]]", "[a for a, b in [(1, 2, 3)]]", "[1 / x for x in [0]]", "list(1 / x for x in [0])", "[x for x in [1] if y]", "[x for x in range(3) for y in x]"):
    try: print(eval(s))
    except Exception as e: print(s, type(e).__name__, e)
for s in ("[x for x in y z]", "[for x in y]", "[x for 5 in y]", "[x, y for x in z]", "{x: y, z for x in w}", "[*x for x in y]", "{**x for x in y}",
    "[x for x in lambda: y, 1]", "[x for x in 1, 2]", "[x := 1 for x in y]", "[(x := 1) for x in y]", "[y := 1 for x in (y := 2)]",
    "class C: [y := 1 for x in z]", "[x for x() in y]", "[x for x in y if]", "[x if y for x in z]", "{x: for x in y}", "(x for x in y) = 1",
    "[x for x in y] = 1", "del [x for x in y]", "[x for x in y] += 1", "f(x for x in y, 1)"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", e.msg, e.offset)
