def f(x):
    match x:
        case 0: return "zero"
        case -1: return "minus one"
        case 1.5: return "float"
        case 2 + 3j: return "complex"
        case -2 - 1j: return "neg complex"
        case "a" | "b": return "a or b"
        case "x" "y": return "concat"
        case b"q": return "bytes"
        case True: return "true"
        case None: return "none"
        case 10 | 20 | 30: return "tens"
        case str(): return "other str"
        case int(n) if n > 100: return f"big {n}"
        case _: return "default"
for v in (0, 0.0, False, -1, -1.0, 1.5, 2 + 3j, -2 - 1j, "a", "b", "xy", b"q", True, 1, 1.0, None, 20, "zz", 500, 50, [], ()): print(repr(v), f(v))
def g(x):
    match x:
        case True: return "bool"
        case 1: return "one"
        case False: return "false"
        case 0: return "zero"
print(g(1), g(True), g(1.0), g(0), g(False), g(2))
class E:
    def __eq__(self, o): print("eq", o); return o == "match me"
def h(x):
    match x:
        case 1: return 1
        case "match me": return "matched"
        case None: return "never"
print(h(E()))
