def g():
    try:
        next(me)
    except ValueError as e:
        print(e)
    yield 1
    try:
        me.send(3)
    except ValueError as e:
        print(e)
    try:
        me.close()
    except ValueError as e:
        print(e)
    try:
        me.throw(KeyError)
    except ValueError as e:
        print(e)
    print(me.gi_running)
    yield 2
me = g()
print(list(me), me.gi_running)
def counter():
    total = 0
    while True:
        v = yield total
        if v is None: break
        total += v
    return total
def drive():
    c = counter(); next(c)
    for i in range(5): print(c.send(i))
    try: next(c)
    except StopIteration as e: return e.value
print(drive())
def sub(n):
    for i in range(n):
        r = yield i
        if r: print("r", r)
def multi():
    a = sub(2); b = sub(3)
    yield from a
    yield from b
    yield from a
print(list(multi()))
def squares(src):
    for x in src: yield x * x
def evens(src):
    for x in src:
        if x % 2 == 0: yield x
print(list(squares(evens(squares(range(10))))))
import sys
def deep(n):
    if n == 0: yield "bottom"
    else: yield from deep(n - 1)
print(list(deep(200)))
def rec(n): 
    yield n
    if n: 
        for x in rec(n - 1): yield x
print(sum(rec(100)))
