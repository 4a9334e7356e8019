class Odd(Exception):
    def __new__(cls, *a, **k): return cls
def g(): yield
def h():
    try: yield
    except TypeError as e: print(e); raise
for f in g, h:
    x = f()
    next(x)
    try: x.throw(Odd)
    except TypeError as e: print(e)
    print(next(x, 'end'))
class Fails(Exception):
    def __init__(self): raise KeyError("in __init__")
def catcher():
    try: yield
    except KeyError as e: print("inside", e); yield 1
x = catcher(); next(x); print(x.throw(Fails))
