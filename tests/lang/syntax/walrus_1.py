if (n := 10) > 5: print(n)
print(y := 5, y, (z := 3) + z, [a := 1, a + 1], {(k := "x"): k}, f"{(w := 7)}", (lambda: (q := 2) * q)())
while (line := next(iter([]), None)) is not None: pass
print(line); data = iter([1, 2, 0, 3]); out = []
while v := next(data): out.append(v)
print(out, v, (t := 1, 2), t); x = (u := 5); print(x, u); print([i for i in range(5) if (sq := i * i) > 3], sq)
def f(a=(dflt := 9)): return a
print(f(), dflt, any((witness := s) == "b" for s in "abc"), witness); assert (m := 1); del (m)
def g():
    if any((hit := i) > 2 for i in range(5)): return hit
print(g()); print((p := q) if (q := 4) else 0, p); r = s = (o := 2); print(r, s, o)
for s in ("x := 1", "f(x := 1)", "f(a=(x := 1))", "f(a=x := 1)", "f(a=b:=1)", "(x.y := 1)", "(x[0] := 1)", "((a, b) := 1)", "(5 := 1)", "(f() := 1)",
    "lambda: x := 1", "(lambda: (x := 1))", "def f(a := 1): pass", "def f(a=(b := 1)): pass", "x = y := 1", "x = (y := 1)", "(x := 1) = 2",
    "[i := 0 for i in x]", "(True := 1)", "(None := 1)", "del x := 1", "x[y := 1]", "x[y := 1, z := 2]", "x[(y := 1):2]", "x[y := 1:2]", "{x := 1}",
    "{x := 1: 2}", "{(x := 1): 2}", "assert x := 1", "assert (x := 1)", "with (x := y): pass"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", e.msg, e.offset)
