import ast
print(ast.literal_eval("{'a': [1, 2.5, None, (True, -3)], 'b': {1, 2} - set()}".split(" - ")[0] + "}"), ast.dump(ast.parse("x = 1 + y")), ast.dump(ast.parse("f(a, *b, k=1)", mode="eval")))
for s in ("1 + 1", "a", "f()", "[1,", "__import__('os')", "{1: 2}", "-5", "1+2j", "b'x'", "'é'", "..."):
    try: print(s, ast.literal_eval(s))
    except Exception as e: print(s, type(e).__name__)
print(ast.unparse(ast.parse("def f(a, b=1, *c, **d):\n  return a if b else [x for x in c]")))
