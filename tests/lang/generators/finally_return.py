def g1():
    try:
        yield 1
        return "r"
    finally:
        print("f1")
def g2():
    try:
        yield 1
    finally:
        yield "from finally"
def g3():
    for i in range(3):
        try:
            yield i
        finally:
            print("fin", i)
            if i == 1: return "early"
def g4():
    try:
        try:
            yield 1
        finally:
            print("inner"); 
    except GeneratorExit:
        print("GE"); raise
    finally:
        print("outer")
def g5():
    with CM("a"), CM("b"):
        yield "in with"
class CM:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, *a): print("exit", self.n, a[0].__name__ if a[0] else None)
for g in (g1, g2, g3, g4, g5):
    it = g(); r = []
    try:
        while True: r.append(next(it))
    except StopIteration as e:
        print(g.__name__, r, e.value)
    it = g(); next(it)
    try:
        print(g.__name__, "close", it.close())
    except RuntimeError as e:
        print(e)
    it = g(); next(it)
    try:
        print(g.__name__, "throw", it.throw(OSError("os")))
    except (OSError, StopIteration) as e:
        print(type(e).__name__, e)
def ret_in_finally():
    try:
        yield 1
        raise ValueError
    finally:
        return "swallowed"
it = ret_in_finally(); next(it)
try: next(it)
except StopIteration as e: print(e.value)
