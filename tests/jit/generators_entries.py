# Generators resumed in compiled code: by for, next(), send(), yield from and await, and
# looked at, thrown into and closed while they are suspended there.
import gc
import sys
import traceback


def average():
    total, count, result = 0.0, 0, None
    while True:
        value = yield result
        if value is None:
            return total, count
        total += value
        count += 1
        result = total / count


def sending(n):
    g = average()
    next(g)
    for i in range(n):
        last = g.send(i)
    try:
        g.send(None)
    except StopIteration as e:
        return last, e.value


def counting(n):
    for i in range(n):
        yield i


def by_next(n):
    g, total = counting(n), 0
    try:
        while True:
            total += next(g)
    except StopIteration as e:
        return total, e.value, next(g, "none left")


def by_default(n):
    g, total = counting(n), 0
    while (x := next(g, None)) is not None:
        total += x
    return total


def mixed(xs):
    total = 0
    for x in xs:
        total += x
    return total


def changing(n):
    for i in range(n):
        yield i if i < 40 else i / 2 if i < 45 else "s" * (i - 44)


def chain(depth, n):
    if depth:
        result = yield from chain(depth - 1, n)
        return result + 1
    yield from counting(n)
    return 0


def delegating(n):
    result = yield from chain(5, n)
    yield result


class Await:
    def __await__(self):
        x = yield 1
        return x


async def inner(n):
    return n + (await Await())


async def outer(n):
    total = 0
    for i in range(n):
        total += await inner(i)
    return total


def drive(c):
    steps = 0
    try:
        while True:
            c.send(None if not steps else steps)
            steps += 1
    except StopIteration as e:
        return steps, e.value


for k in range(60):
    results = (sending(k), by_next(k), by_default(k), mixed(counting(k)), mixed([k, 1]), mixed({1, 2, k}),
               [type(x).__name__ for x in changing(k)][-1:], list(delegating(k % 7)), drive(outer(k % 9)))
    if k % 17 == 0:
        print(results)


# Suspended in compiled code, and looked at.
def visible(a):
    b = a * 2
    for c in range(3):
        d = yield c + b
        e = d


for k in range(60):
    for _ in visible(k):
        pass
g = visible(5)
print(g.gi_frame.f_lineno, sorted(g.gi_frame.f_locals.items()), g.gi_running, g.gi_suspended)
print(next(g), g.send("x"), g.gi_frame.f_lineno, sorted(g.gi_frame.f_locals.items()), g.gi_suspended)
g.close()
print(g.gi_frame, g.gi_suspended, list(g))
g = delegating(3)
print(next(g), type(g.gi_yieldfrom).__name__, next(g), list(g), g.gi_yieldfrom)


# Already executing.
def itself():
    yield 1
    yield from me


me = itself()
for k in range(60):
    me = counting(2)
    list(itself())
me = itself()
try:
    print(list(me))
except ValueError as e:
    print(e, [f.name for f in traceback.extract_tb(e.__traceback__)])


# Exceptions: thrown in, out of it, converted.
def fragile(xs):
    for x in xs:
        try:
            y = yield 10 // x
        except KeyError as e:
            yield "caught", str(e)
        finally:
            seen.append(x)


seen = []
for k in range(1, 60):
    list(fragile([k, 1]))
g = fragile([5, 2, 0, 1])
print(next(g), g.throw(KeyError("k")), next(g))
try:
    next(g)
except ZeroDivisionError:
    traceback.print_exc(file=sys.stdout)
print(list(g), seen[-3:])
g = fragile([1, 2])
next(g)
try:
    g.throw(ValueError("v"))
except ValueError as e:
    print(repr(e), seen[-2:])


def stops(xs):
    for x in xs:
        yield next(x)


for k in range(60):
    list(stops([iter([1]), iter([2])]))
try:
    list(stops([iter([1]), iter([])]))
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))


# Half consumed and forgotten.
def noisy(log, n):
    try:
        for i in range(n):
            yield i
    finally:
        log.append(n)


log = []
for k in range(60):
    for x in noisy(log, 10):
        if x == k % 12:
            break
del x
gc.collect()
print(len(log))


# Deep.
def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(200)))
try:
    list(deep(5000))
except RecursionError as e:
    print("too deep")
