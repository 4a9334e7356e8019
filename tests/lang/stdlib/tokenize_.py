import tokenize, io, token
src = "def f(x):\n    # c\n    return x + 1.5j  # d\n\nif 'a':\n\tpass\n"
for t in tokenize.generate_tokens(io.StringIO(src).readline): print(token.tok_name[t.type], repr(t.string), t.start, t.end)
