def f(x):
    match x:
        case [a, [b, c] as inner] as whole: return a, b, c, inner, whole
        case {"k": [_, _] as pair}: return pair
        case (1 | 2 | 3) as n: return n
        case [("u" | "v") as k, _]: return k
        case [Point.x, y]: return y
        case (a): return ("capture", a)
class Point: x = 7
for v in ([1, [2, 3]], {"k": [1, 2]}, 2, ["v", 5], [7, 8], "other"): print(f(v))
match 5:
    case x if (y := x * 2) > 5: print(x, y)
a = "before"
match [1, 2]:
    case [a, 3]: pass
    case _: print("partial binding", a)
match = 5; case = 6; _ = 7; print(match, case, _)
match match:
    case 5: print("soft keywords")
match (1, 2)[0]:
    case 1: print("expr")
print(match, [match for match in [1]], {"case": case}["case"])
def match(x): return x
match(5); match (5), (6); match [0] if False else None
def case(x): pass
class type_: pass
match -5:
    case -5: print("neg")
match 1 if True else 2:
    case _ if False: print("no")
    case _: print("guard false fell through")
for i in range(4):
    match i:
        case 1: continue
        case 3: break
        case n: print("loop", n)
def ret(x):
    match x:
        case 1:
            try: return "one"
            finally: print("fin")
    return "end"
print(ret(1), ret(2))
def nested(x, y):
    match x:
        case 1:
            match y:
                case 1: return "1-1"
                case _: return "1-*"
        case _: return "*"
print(nested(1, 1), nested(1, 2), nested(2, 1))
def glob():
    global gx
    match [1]:
        case [gx]: pass
glob(); print(gx)
def clos():
    def inner():
        nonlocal v
        match "new":
            case v: pass
    v = "old"; inner(); return v
print(clos())
def noisy(x): print("guard", x); return False
match 1:
    case 1 if noisy(1): pass
    case 1 | 2 if noisy(2): pass
    case int() if not noisy(3): print("ok")
