def g(n):
    for i in range(n): yield i
print(list(g(5)), tuple(g(3)), sum(g(10)), any(g(3)), all(g(3)), sorted(-x for x in g(4)), '-'.join(str(x) for x in g(5)))
print(sum(x*0.5 for x in range(5)), sum(10**20 for _ in range(3)))
class V:
    def __init__(s,x): s.x=x
    def __add__(s,o): return V(s.x+(o.x if isinstance(o,V) else o))
    __radd__=__add__
def h():
    yield 1
    yield V(3)
    yield 4
    yield V(5)
print(sum(h()).x)
class B:
    def __bool__(s): print('bool', G.gi_running); return False
def k():
    yield 0; yield B(); yield ''; yield 3; print('not reached')
for _ in range(3):
    G=k(); print(any(G)); print(list(G))
def bad():
    yield 1; raise ValueError('x')
for f in (list,tuple,sum,sorted,any,all,'-'.join):
    for _ in range(2):
        try: print(f(bad()))
        except Exception as e: print(type(e), e, e.__traceback__.tb_lineno, e.__traceback__.tb_next and e.__traceback__.tb_next.tb_lineno)
try: print(sum(c for c in 'ab'))
except TypeError as e: print(e)
try: print(''.join(c for c in [1,'a']))
except TypeError as e: print(e)
def stop():
    yield 1
    raise StopIteration
try: list(stop())
except RuntimeError as e: print(repr(e), repr(e.__cause__))
def ret():
    yield from g(3)
    return 7
print(list(ret()), sum(ret()))
def nested(n):
    if n: yield n; yield from nested(n-1)
print(list(nested(20)), sum(nested(30)))
def inner():
    yield sum(x for x in range(3))
    yield list(y for y in range(2))
print(list(inner()))
def t():
    try:
        yield 1; yield 1
    finally: print('closed')
x=t()
print(all(0 for _ in x)); del x
import gc; gc.collect()
def rec():
    yield list(rec())
try: list(rec())
except RecursionError as e: print(e)
def selfref():
    yield 1
    try: next(S)
    except ValueError as e: print(e)
    yield 2
S=selfref(); print(list(S))
for i in range(3):
    print(list(i for i in range(3)), list([1,2]), sum([1,2]), ''.join(['a']), tuple(range(2)))
