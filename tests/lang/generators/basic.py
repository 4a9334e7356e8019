def g(n):
    for i in range(n):
        yield i
    return "done"
it = g(3)
print(next(it), next(it), next(it))
try:
    next(it)
except StopIteration as e:
    print("stop", e.value, e.args)
try:
    next(it)
except StopIteration as e:
    print("again", e.value, e.args)
print(list(g(4)), [*g(2)], sum(g(5)), list(g(0)), type(g(1)).__name__, g.__name__, it.__name__, it.__qualname__, iter(it) is it, it.gi_frame, it.gi_running, it.gi_yieldfrom)
def empty():
    return
    yield
print(list(empty()))
def both():
    x = yield
    print("got", x)
    y = yield x * 2
    print("got", y)
b = both()
print(next(b), b.send(5))
try:
    b.send(7)
except StopIteration as e:
    print(repr(e.value))
def nested():
    def inner():
        yield 1
        yield 2
    for x in inner():
        for y in inner():
            yield x, y
print(list(nested()), list(x + y for x in "ab" for y in "cd"), [list(j for j in range(i)) for i in range(3)])
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([x for x, _ in zip(fib(), range(15))])
gens = [g(2) for _ in range(3)]
print([next(x) for x in gens], [next(x) for x in gens], [next(x, "end") for x in gens])
e = (x for x in [1, 2, 3] if x != 2)
print(e.__name__, next(e), list(e), (lambda: (yield 5))().__next__())
