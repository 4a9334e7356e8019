def bad():
    yield 1
    raise StopIteration("inside")
it = bad(); next(it)
try:
    next(it)
except RuntimeError as e:
    print(e, repr(e.__cause__), e.__suppress_context__)
def bad2():
    yield next(iter([]))
try:
    list(bad2())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def catches():
    try:
        yield 1
    except StopIteration as e:
        print("caught thrown", e.value); yield 2
it = catches(); next(it); print(it.throw(StopIteration("x")))
def passthru(): yield 1
it = passthru(); next(it)
try:
    it.throw(StopIteration("y"))
except RuntimeError as e:
    print(e)
def val(v):
    return v
    yield
for v in (None, 5, (1, 2), StopIteration("nested"), [], ValueError("as value"), ()):
    try:
        next(val(v))
    except StopIteration as e:
        print(repr(e.value), len(e.args), repr(e))
class C:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
print(list(C()), [x for x in C()], next(C(), "default"), StopIteration().value, StopIteration(1, 2).value)
def g(): yield
try:
    print(next(x for x in []))
except StopIteration:
    print("plain stop")
try:
    list(next(iter([])) for _ in [1])
except RuntimeError as e:
    print(e)
print(list(map(lambda x: next(iter([])), [1, 2])))
