# What a generator handles is its own, even if its resumer handles the same exception.
import sys

def handles():
    try:
        yield "started"
    except Exception as e:
        print("handling", sys.exc_info()[0], e.__context__)
        yield 1
        print("still", sys.exc_info()[0])
        try:
            1 / 0
        except ZeroDivisionError as inner:
            print("inner", inner.__context__ is e)
            yield 2
            print("inner still", sys.exc_info()[0])
        print("again", sys.exc_info()[0])
        yield 3
        raise

g = handles()
print(next(g))
try:
    raise ValueError("same")
except ValueError as e:
    print(g.throw(e), sys.exc_info()[0])
print(next(g), sys.exc_info()[0])
try:
    {}["key"]
except KeyError:
    print(next(g), sys.exc_info()[0])
try:
    next(g)
except ValueError as e:
    print("raised", e, e.__context__)

def watches():
    while True:
        yield sys.exc_info()[0]

w = watches()
try:
    1 / 0
except ZeroDivisionError as e:
    print(next(w))
    try:
        raise TypeError
    except TypeError:
        print(next(w))
    print(next(w))
print(next(w))

def delegates():
    try:
        yield from handles()
    except ValueError as e:
        print("delegated", sys.exc_info()[1] is e)
        yield "end"
        print(sys.exc_info()[1] is e)
d = delegates()
next(d)
try:
    raise ValueError("through")
except ValueError as e:
    print(d.throw(e))
print(next(d), next(d))
try:
    [][0]
except IndexError:
    print(next(d))
print(next(d, "over"), sys.exc_info()[0])
