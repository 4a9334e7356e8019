"""import, eval, exec and compile inside hot loops."""


def loop(n):
    t = 0
    for i in range(n):
        import math
        from math import floor as down
        t += down(i / 2) + math.floor(0.5)
        if i % 50 == 0:
            t += eval("i * 2", {"i": i})
            scope = {}
            exec("def f(x):\n    return x + 1", scope)
            t += scope["f"](i)
    return t


print(loop(1000), loop(2000))
code = compile("a + b", "<sum>", "eval")
print(sum(eval(code, {"a": i, "b": 0.5}) for i in range(500)), sum(eval(code, {"a": i, "b": i}) for i in range(500)))
try:
    for i in range(500):
        eval(code, {"a": i, "b": 1 if i < 400 else "x"})
except TypeError as e:
    print(i, e)
