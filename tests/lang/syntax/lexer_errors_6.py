srcs = ["x = [a, b c, d]", "x = {'a' 'b': c d}", "f(a\nb)", "x = a if b", "x = a if b else", "x = if b else c", "x = a else b", "x = not",
    "x = a not b", "x = a is is b", "x = a not in not b", "x = in a", "x = * a", "x = ** a", "x = a ** ", "x = [* ]", "x = lambda", "x = a[",
    "x = a[]", "x = a[1:2:3:4]", "x = a[1 2]", "x = a[1,]", "x = a[*b]", "x = a[**b]", "x = a[b:=1]"]
for s in srcs:
    try: compile(s, "s", "exec"); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), "|", type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
    except ValueError as e: print(ascii(s), "|", type(e).__name__, e)
