"""The contexts of exceptions that are thrown into generators."""
from contextlib import contextmanager, ExitStack
def chain(e):
    r = []
    while e is not None and len(r) < 8:
        r.append(str(e)); e = e.__context__
    return r
@contextmanager
def g(exc):
    try:
        yield
    finally:
        raise exc
exc1, exc2, exc3, exc4 = map(Exception, (1, 2, 3, 4))
try:
    with g(exc4), g(exc3), g(exc2):
        raise exc1
except Exception as e:
    print(chain(e))
def gen(exc):
    try: yield
    finally: raise exc
a,b,c = map(Exception, 'abc')
def f():
    try:
        raise a
    except Exception as x:
        k = gen(b); next(k)
        try: k.throw(x)
        except Exception as y:
            print(chain(y))
            m = gen(c); next(m)
            try: m.throw(y)
            except Exception as z: print(chain(z))
f()
a,b,c = map(Exception, 'abc')
def f():
    try:
        raise a
    except Exception as x:
        k = gen(b); next(k)
        try: k.throw(x)
        except Exception as y:
            last = y
        print(chain(last))
        m = gen(c); next(m)
        try: m.throw(last)
        except Exception as z: print(chain(z))
f()
exc1, exc2, exc3, exc4 = map(Exception, (1, 2, 3, 4))
try:
    with ExitStack() as stack:
        stack.enter_context(g(exc4))
        stack.enter_context(g(exc3))
        stack.enter_context(g(exc2))
        raise exc1
except Exception as e:
    print(chain(e))
def handling(exc):
    try:
        raise ValueError('inside')
    except ValueError:
        try:
            yield
        finally:
            pass
def f():
    try:
        raise KeyError('outside')
    except KeyError:
        k = handling(None); next(k)
        try: k.throw(TypeError('thrown'))
        except TypeError as e: print(chain(e))
        def plain():
            yield
        k = plain(); next(k)
        try: k.throw(TypeError('thrown'))
        except TypeError as e: print(chain(e))
        def outer(g):
            yield from g
        for inner in handling(None), plain(), iter([1,2]):
            k = outer(inner); next(k)
            try: k.throw(TypeError('thrown'))
            except TypeError as e: print(chain(e))
            k = outer(inner)
            try: next(k)
            except StopIteration: pass
        def closing():
            try: yield
            except GeneratorExit as e: print('closing', chain(e))
        k = closing(); next(k); k.close()
        k = outer(closing()); next(k); k.close()
        k = plain()
        try: k.throw(TypeError('thrown'))
        except TypeError as e: print(chain(e))
        class It:
            def __iter__(self): return self
            def __next__(self): return 1
            def throw(self, *a): print('throw', a, chain(a[-1])); raise a[-1]
        k = outer(It()); next(k)
        try: k.throw(TypeError('thrown'))
        except TypeError as e: print(chain(e))
f()
