# generators
import sys
def tr(f,*a):
    try: print("ok", f(*a))
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def g():
    try:
        x=yield 1
        print("got",x)
        y=yield 2
    except ValueError as e:
        print("VE",e); yield 've'
    finally: print("fin")
i=g(); print(next(i), i.send('a')); tr(i.throw,ValueError('q')); tr(next,i); tr(next,i)
i=g(); tr(i.send,5); next(i); i.close(); i.close(); tr(next,i)
def ret(): 
    r=yield from sub()
    print("r",r)
    return r+1
def sub():
    try: a=yield 's1'; b=yield ('a',a); return b
    except KeyError: return 100
i=ret(); print(next(i), i.send(7)); tr(i.send,41)
i=ret(); next(i); tr(i.throw,KeyError)
def rs(): raise StopIteration(5); yield
tr(next,rs())
def rs2():
    yield next(iter([]))
tr(next,rs2())
def yfl(): x=yield from [1,2]; print("x",x); y=yield from 'ab'; yield from range(2); return 'end'
print(list(yfl()))
i=yfl(); next(i); tr(i.send,5)
i=yfl(); next(i); tr(i.throw,ValueError('into list'))
class It:
    def __iter__(s): return s
    def __next__(s): raise StopIteration('val')
    def send(s,v): return ('sent',v)
    def throw(s,*a): return ('thrown',a)
    def close(s): print("closed")
class It2(It):
    n=0
    def __next__(s): s.n+=1; return s.n
def yi(): r=yield from It(); print(r)
tr(list,yi())
def yi2(): r=yield from It2()
i=yi2(); print(next(i), i.send(3), i.throw(ValueError('v'))); i.close()
def rec(n):
    if n: yield from rec(n-1)
    yield n
print(list(rec(5)))
def selfrun(): yield next(me)
me=selfrun(); tr(next,me)
def genexpr_scope():
    x=[1,2]; return (y for y in x), (lambda: x)
a,b=genexpr_scope(); print(list(a))
tr(lambda: list(1/z for z in [1,0]))
i=(k for k in range(3)); print(i.gi_running, i.gi_frame is not None, i.gi_yieldfrom, i.gi_code.co_name, i.__name__, i.__qualname__); list(i); print(i.gi_frame)
def fin_ret():
    try: yield 1
    finally: return 'from finally'
i=fin_ret(); next(i); tr(i.throw,ValueError)
def fin_yield():
    try: yield 1
    finally: yield 2
i=fin_yield(); next(i); tr(i.close)
i=fin_yield(); print(list(i))
def exc_state():
    try: raise KeyError('k')
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]
i=exc_state()
try: raise OSError
except OSError: print(next(i), sys.exc_info()[0]); print(next(i), sys.exc_info()[0])
print(next(i), sys.exc_info()[0])
def ctx():
    try: yield
    except ValueError as e: raise TypeError('t')
i=ctx(); next(i); tr(i.throw, ValueError('v'))
def ctx2():
    try: 1/0
    except ZeroDivisionError:
        yield 1
        raise KeyError('after')
i=ctx2(); next(i); tr(next,i)
def ctx3(): 
    yield
    raise KeyError('x')
i=ctx3(); next(i)
try: raise ValueError('outer')
except ValueError: tr(next,i)
tr(lambda: g().throw(5)); tr(lambda: g().throw(ValueError,'msg')); tr(lambda: g().throw(ValueError('a'),'b')); tr(lambda: g().throw(ValueError, ValueError('c')))
tr(lambda: g().throw())
print(*(x for x in range(3)), sum(x*x for x in range(10)), max((len(w),w) for w in ['a','bbb','cc']))
def many(a,*b,c=3,**d): yield a; yield b; yield c; yield d
print(list(many(1,2,3,c=4,e=5)))
import itertools
print(list(itertools.islice(rec(3),2)))
def wide(): yield (yield (yield 1))
i=wide(); print(next(i),i.send(2),i.send(3)); tr(next,i)
lst=[]
def adder():
    t=0
    while True:
        v=yield t
        if v is None: return t
        t+=v
def grouper():
    while True: lst.append((yield from adder()))
i=grouper(); next(i); [i.send(x) for x in (1,2,3)]; i.send(None); i.send(5); i.send(None); print(lst)
class Cm:
    def __enter__(s): return 5
    def __exit__(s,*a): print("exit",a[0]); return True
def wg():
    with Cm() as c: yield c; raise ValueError
    yield 'after'
print(list(wg()))
def wr():
    with Cm(): return 1
    yield
tr(next,wr())
print(type(g()).__name__, [m for m in dir(g()) if not m.startswith('__')])
def defaults(x=(lambda: [1])()): yield x
print(next(defaults()))
async def co(): return 5
c=co(); tr(c.send,None); tr(c.send,None); c.close()
async def ag(): 
    yield 1
    yield 2
async def m(): return [x async for x in ag()]
tr(m().send,None)
import inspect
print(inspect.getgeneratorstate(g()), inspect.isgenerator(g()), inspect.isgeneratorfunction(g), inspect.iscoroutinefunction(co))
