def t(name, src, mode="eval"):
    try:
        c = compile(src, "s", mode)
        print(name, "compiled")
    except (SyntaxError, RecursionError, MemoryError, OverflowError) as e: print(name, "refused")
for n in (10, 50):
    t("paren", "(" * n + "1" + ")" * n); t("list", "[" * n + "]" * n); t("unary", "-" * n + "1"); t("not", "not " * n + "1"); t("call", "f(" * n + ")" * n); t("if", "1 if 1 else " * n + "2"); t("lambda", "lambda: " * n + "1"); t("index", "a" + "[0" * n + "]" * n); t("dict", "{1:" * n + "1" + "}" * n)
for n in (1000, 100000):
    for name, src in (("paren", "(" * n + "1" + ")" * n), ("list", "[" * n + "]" * n), ("call", "f(" * n + ")" * n), ("index", "a" + "[0" * n + "]" * n), ("dict", "{1:" * n + "1" + "}" * n)): t(name, src)
for n in (100000,):
    for name, src in (("paren", "(" * n), ("close", ")" * n), ("mixed", "([{" * n), ("unary", "-" * n + "1"), ("not", "not " * n + "1"), ("lambda", "lambda: " * n + "1"), ("ifexp", "1 if 1 else " * n + "2"), ("await", "await " * n), ("power", "2**" * n + "2")):
        try: compile(src, "s", "eval"); print(name, "compiled")
        except (SyntaxError, RecursionError, MemoryError) as e: print(name, "refused")
try: compile("if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 120)) + " " * 120 + "pass", "s", "exec"); print("indent ok")
except (SyntaxError, RecursionError) as e: print(type(e).__name__, e.msg)
src = "x = 0\n" + "".join(" " * i + "if x:\n" for i in range(90)) + " " * 90 + "pass\n"
exec(src); print("90 deep")
def blocks(n): return "".join(" " * i + "for a in b:\n" for i in range(n)) + " " * n + "pass\n"
for n in (15, 20, 21, 25):
    try: compile(blocks(n), "s", "exec"); print(n, "blocks fine")
    except SyntaxError as e: print(n, e.msg, e.lineno)
print(eval("+".join(["1"] * 2000)), eval("[" + ",".join(["1"] * 5000) + "]")[-1], len(eval("(" + "1," * 3000 + ")")), eval("{" + ",".join(f"{i}: {i}" for i in range(2000)) + "}")[1999], eval("1" + "+1" * 1000), eval("'a'" * 1000) == "a" * 1000, eval("1<2" + "<3" * 1) , eval(" and ".join(["1"] * 1000)), len("x" * 100000 + eval("'" + "y" * 100000 + "'")))
exec("\n".join(f"v{i} = {i}" for i in range(3000))); print(v2999)
exec("def many(" + ", ".join(f"a{i}=0" for i in range(300)) + "): return a299\nprint(many(a299=5))")
exec("print(len((lambda *a: a)(" + ", ".join(str(i) for i in range(400)) + ")))")
exec("if 1:\n" + "\n".join(f"    w{i} = {i} if {i} else None" for i in range(1000)) + "\nprint(w999)")
exec("x = 0\n" + "\n".join(f"{'el' if i else ''}if x == {i + 1}: pass" for i in range(500)) + "\nelse: print('elif chain')")
