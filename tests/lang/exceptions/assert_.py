def t(*a):
    try:
        if len(a) == 1: assert a[0]
        else: assert a[0], a[1]
        print("passed")
    except AssertionError as e: print(repr(e), e.args)
t(1); t(0); t([], "msg"); t(None, 5); t("", None); t(0, ("a", "b")); t(False, ValueError("v")); t(1, 1 / 1)
def noisy(): print("evaluated"); return "m"
assert True, noisy()
try: assert False, noisy()
except AssertionError as e: print(e)
AssertionErrorOrig = AssertionError
AssertionError = ValueError
try: assert 0, "x"
except AssertionErrorOrig as e: print(type(e).__name__, e)
print(__debug__)
class B:
    def __bool__(self): raise RuntimeError("truth")
try: assert B()
except RuntimeError as e: print(e)
