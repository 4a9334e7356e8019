def run(f):
    try: f(); print("no exception")
    except BaseException as e: print("escaped", repr(e), repr(e.__context__), repr(e.__cause__))
EG = ExceptionGroup
def a():
    try: raise EG("eg", [ValueError(1), TypeError(2), EG("sub", [ValueError(3), KeyError(4)])])
    except* ValueError as e: print("VE", repr(e), e.exceptions)
    except* (TypeError, KeyError) as e: print("TK", repr(e))
def b():
    try: raise EG("eg", [ValueError(1), OSError(2)])
    except* ValueError as e: print(repr(e))
def c():
    try: raise ValueError("plain")
    except* ValueError as e: print(repr(e))
def d():
    try: raise ValueError("plain")
    except* TypeError: print("no")
def e():
    try: raise EG("eg", [ValueError(1), TypeError(2)])
    except* ValueError: raise KeyError("new")
    except* TypeError as t: print(repr(t)); raise
def f():
    try: pass
    except* ValueError: print("no")
    else: print("else")
    finally: print("finally")
def g():
    try: raise EG("eg", [ValueError(1)])
    except* EG: print("no")
def h():
    try: raise EG("eg", [ValueError(1)])
    except* 5: pass
def i():
    for x in range(2):
        try: raise EG("loop", [ValueError(x)])
        except* ValueError as e: print(x, e.exceptions)
        try: e
        except UnboundLocalError as u: print(u)
def j():
    try: raise BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)])
    except* ValueError as e: print(repr(e))
def k():
    try:
        try: raise EG("outer", [ValueError(1), EG("mid", [EG("deep", [TypeError("t")])])])
        except* TypeError as e: print(repr(e)); raise ValueError("from handler") from None
    except EG as e: print(repr(e), e.message)
def l():
    try: raise EG("eg", [ValueError(1), ValueError(2)])
    except* ValueError as e: raise e
for fn in (a, b, c, d, e, f, g, h, i, j, k, l): print(fn.__name__); run(fn)
g = EG("top", [ValueError("v"), EG("in", [TypeError("t"), OSError("o")])])
print(g.subgroup(TypeError), g.subgroup(KeyError), g.split((ValueError, OSError)), g.subgroup(lambda x: isinstance(x, OSError)), g.derive([ValueError(9)]), g.message, g.exceptions, str(g), isinstance(g, Exception), isinstance(BaseExceptionGroup("x", [ValueError()]), EG))
class My(EG):
    def derive(self, excs): return My(self.message + "!", excs)
m, r = My("my", [ValueError(1), TypeError(2)]).split(ValueError); print(repr(m), repr(r))
for s in ("g.subgroup(5)", "g.split()", "g.message = 'x'", "EG('a', (ValueError(),)).exceptions"):
    try: print(s, eval(s) if "=" not in s else exec(s))
    except Exception as x: print(s, type(x).__name__, x)
for src in ("try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept*: pass", "def f():\n try: pass\n except* A: return", "for x in y:\n try: pass\n except* A: break", "for x in y:\n try: pass\n except* A: continue", "try: pass\nexcept A: pass\nexcept* B: pass"):
    try: compile(src, "s", "exec"); print("fine")
    except SyntaxError as x: print(x.msg, x.lineno)
