def inner():
    x = yield 1
    print("inner got", x)
    try:
        y = yield 2
    except ValueError as e:
        print("inner caught", e)
        y = yield "recovered"
    print("y", y)
    return "inner result"
def outer():
    r = yield from inner()
    print("result", r)
    r2 = yield from [10, 20]
    print("list result", r2)
    yield from "ab"
    return (yield from empty())
def empty():
    return "empty value"
    yield
o = outer()
print(next(o), o.send("s"), o.throw(ValueError("t")), o.send("u"), next(o), next(o), next(o))
try:
    next(o)
except StopIteration as e:
    print("value", e.value)
def cleanup(name):
    try:
        yield 1; yield 2
    finally:
        print("cleanup", name)
def deleg():
    try:
        yield from cleanup("in")
    finally:
        print("cleanup out")
d = deleg(); next(d); d.close()
d = deleg(); next(d)
try:
    d.throw(KeyError("k"))
except KeyError as e:
    print("KeyError", e)
def non_iter(): yield from 5
try:
    next(non_iter())
except TypeError as e:
    print(e)
def lst():
    x = yield from [1, 2]
l = lst(); next(l)
try:
    l.send(5)
except AttributeError as e:
    print(e)
l = lst(); next(l)
try:
    l.throw(ValueError("to list"))
except ValueError as e:
    print(e)
def chain(n):
    if n: yield from chain(n - 1)
    yield n
print(list(chain(20)))
def tree(t):
    if t:
        l, v, r = t
        yield from tree(l); yield v; yield from tree(r)
print(list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration("from next")
    def send(self, v): print("send", v); raise StopIteration("sent " + str(v))
    def throw(self, *a): print("throw", len(a)); raise StopIteration("thrown")
    def close(self): print("close")
def yf(): return (yield from It())
try:
    next(yf())
except StopIteration as e:
    print(e.value)
g = deleg(); print(g.gi_yieldfrom, next(g), g.gi_yieldfrom.__name__); g.close()
def self_ref():
    yield from me
me = self_ref()
try:
    next(me)
except ValueError as e:
    print(e)
