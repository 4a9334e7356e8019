def g():
    while True:
        try:
            x = yield "ready"
            print("received", x)
        except ValueError as e:
            print("caught", e)
            yield "handled"
        finally:
            print("finally")
it = g()
print(next(it)); print(it.send(1)); print(it.throw(ValueError("v"))); print(next(it)); it.close(); it.close()
print(list(it))
it = g()
try:
    it.send(5)
except TypeError as e:
    print(e)
print(it.send(None))
try:
    it.throw(KeyError, "k")
except KeyError as e:
    print("out", repr(e))
print(next(it, "finished"))
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn(); next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
def swallow():
    try:
        yield 1
    except GeneratorExit:
        print("exit seen"); return 5
s = swallow(); next(s); print(s.close())
def other():
    try:
        yield 1
    except GeneratorExit:
        raise ValueError("instead")
s = other(); next(s)
try:
    s.close()
except ValueError as e:
    print(e, repr(e.__context__))
s = other(); s.close(); print(next(s, "closed before start"))
for args in ((ValueError,), (ValueError("x"),), (ValueError, "msg"), (ValueError, ValueError("inst")), (5,), ("str",), (ValueError("x"), "extra"), (ValueError, "m", "tb"), (None,), (), (object,)):
    def w(): yield 1
    s = w(); next(s)
    try:
        s.throw(*args)
    except BaseException as e:
        print(type(e).__name__, e)
def done(): yield 1
d = done(); list(d)
for f in (lambda: d.throw(ValueError("late")), lambda: d.send(1), lambda: next(d), lambda: d.close(), lambda: d.send(None)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
