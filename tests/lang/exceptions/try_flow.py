def f(n):
    log = []
    try:
        log.append("try")
        if n == 1: raise ValueError("v")
        if n == 2: raise KeyError("k")
        if n == 3: return log
        if n == 4: raise OSError("o")
    except ValueError as e:
        log.append(("ve", str(e)))
    except (KeyError, IndexError) as e:
        log.append(("ke", repr(e)))
    else:
        log.append("else")
    finally:
        log.append("finally")
    log.append("after")
    return log
for i in range(4): print(f(i))
try: f(4)
except OSError as e: print("out", e)
def g():
    try: return "try"
    finally: return "finally"
def h():
    try: raise ValueError
    finally: return "swallowed"
def i():
    for x in range(3):
        try:
            if x == 1: continue
            if x == 2: break
        finally: print("fin", x)
    return x
def j():
    x = 1
    try: return x
    finally: x = 2
def k():
    l = []
    try: return l
    finally: l.append("mutated")
def m():
    while True:
        try:
            try: raise ValueError
            finally: break
        except ValueError: print("never")
    return "broke out"
def n():
    try:
        try: raise KeyError("a")
        except KeyError: raise ValueError("b")
        finally: print("inner finally")
    except ValueError as e: return repr(e), repr(e.__context__)
def o():
    try: pass
    except: print("no")
    else:
        try: return "else return"
        finally: print("else fin")
    finally: print("outer fin")
def p():
    try: raise SystemExit(3)
    except Exception: print("not here")
    except BaseException as e: return type(e).__name__, e.code
def q():
    try:
        raise TypeError
    except:
        return "bare"
def r():
    for i in range(3):
        for j in range(3):
            try:
                if j == 1: break
                if i == 1: continue
            finally: print((i, j), end=" ")
        else: print("no break")
    print()
for fn in (g, h, i, j, k, m, n, o, p, q, r): print(fn.__name__, fn())
