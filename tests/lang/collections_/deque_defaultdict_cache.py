def mask(text):
    """Without addresses."""
    parts = text.split(" at 0x")
    return parts[0] + "".join(" at" + p.lstrip("0123456789abcdef") for p in parts[1:])


def tr(f):
    try:
        print(mask(str(f())))
    except BaseException as e:
        print(type(e).__name__, e)


from collections import *
d=deque([1,2,3],5)
tr(lambda:d['a'])
tr(lambda:d[10])
tr(lambda:d.__setitem__(10,1))
tr(lambda:d[0:1])
tr(lambda:deque().pop())
tr(lambda:deque().popleft())
tr(lambda:d.index(9))
tr(lambda:d.remove(9))
tr(lambda:deque([1],1).insert(0,1))
tr(lambda:d+[1])
tr(lambda:deque(1))
tr(lambda:deque([],-1))
tr(lambda:deque([],'a'))
tr(lambda:deque(1,2,3))
tr(lambda:deque(x=1))
tr(lambda:d.rotate('a'))
tr(lambda:d*'a')
tr(lambda:d<[1])
tr(lambda:d.__reduce__())
tr(lambda:deque([1]).__reduce__())
tr(lambda:iter(d))
tr(lambda:iter(d).__reduce__())
tr(lambda:reversed(d))
tr(lambda:iter(d).__length_hint__())
tr(lambda:d.maxlen)
tr(lambda:hash(d))
tr(lambda:setattr(d,'maxlen',1))
tr(lambda:d.insert('a',1))
tr(lambda: [d.append(1) for x in d])
tr(lambda:d.index(1,'a'))
tr(lambda: deque(iterable=[1],maxlen=3))
tr(lambda: d.__copy__())
tr(lambda:d.__delitem__(10))
tr(lambda:d.rotate(1,2))
tr(lambda:d.append())
tr(lambda:d*2)
tr(lambda: d.__iadd__(3))
tr(lambda: d.__imul__(3))
tr(lambda:iter(d).__class__)
class D(deque): pass
x=D([1]); x.a=3
tr(lambda:repr(x))
tr(lambda:x.__reduce__())
tr(lambda: D([1],2))
tr(lambda:type(x.copy()))
e=defaultdict(list); e['a'].append(1)
tr(lambda:e)
tr(lambda:defaultdict(1))
tr(lambda:defaultdict()['a'])
tr(lambda:defaultdict(None,{'a':1},b=2))
tr(lambda:e.__reduce__())
tr(lambda:e.copy())
tr(lambda:e.default_factory)
tr(lambda:e|{'b':1})
tr(lambda:{'b':1}|e)
tr(lambda: e|3); e2=defaultdict(); e2.default_factory=e2.__repr__;
tr(lambda:e.__missing__('q'))
tr(lambda:e)
tr(lambda:defaultdict(list,1))
tr(lambda:defaultdict(list,[],2))
class DD(defaultdict): pass
tr(lambda:DD(int))
tr(lambda:DD(int).copy().__class__)
r=defaultdict(int); r['x']=r
tr(lambda:r)
P=namedtuple('P','x y')
import _collections
t=P.__dict__['x']
tr(lambda:t)
tr(lambda:t.__get__(3))
tr(lambda:t.__get__(None,3) is t)
tr(lambda:t.__get__((),3))
tr(lambda:t.__set__(P(1,2),3))
tr(lambda:t.__delete__(P(1,2)))
tr(lambda:t.__reduce__())
tr(lambda:t.__doc__)
tr(lambda:type(t))
tr(lambda: _collections._tuplegetter('a',1))
tr(lambda: _collections._tuplegetter())
tr(lambda:t.__get__(None))
tr(lambda:t.__get__(None,None))
tr(lambda: _collections._count_elements({}, 3))
tr(lambda: _collections._count_elements([], [3]))
d=deque(range(10))
for n in (0,1,-1,3,-4,25,-25): d.rotate(n); print(d)
d.insert(3,'x'); d.insert(-2,'y'); d.insert(100,'z'); d.insert(-100,'w'); print(d); del d[4]; d.remove('y'); print(d, d[0], d[-1], d.count(3)); d.reverse(); print(d, list(reversed(d)))
d=deque(maxlen=3)
for i in range(10): d.append(i)
print(d); d.appendleft(5); d.extendleft([1,2]); print(d); print(d==deque([2,1,5]), deque([1])<deque([2]), d*2, deque([1])+deque([2]), 1 in d); d+=d; print(d); d[1]=7; print(d)
print(Counter('mississippi').most_common(), Counter(a=3)-Counter(a=1,b=2), OrderedDict([('a',1)]), ChainMap({1:2},{3:4})); o=OrderedDict.fromkeys('abcde'); o.move_to_end('b'); o.move_to_end('d',last=False); print(o, o.popitem(), o.popitem(False), list(reversed(o)))
import functools
@functools.lru_cache(maxsize=3)
def f(x, y=0): return (x,y)
for a in (1,2,3,1,4,2,5,1): f(a)
print(f.cache_info(), f.cache_parameters()); f.cache_clear(); print(f.cache_info(), mask(str(f)), f.__wrapped__.__name__); f(1,y=2); f(1,2); f(y=2,x=1); f('a'); f(1.0); print(f.cache_info())
@functools.lru_cache(None, typed=True)
def g(x): return x
g(1); g(1.0); g(True); print(g.cache_info())
@functools.cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(100), fib.cache_info())
class M:
    @functools.lru_cache
    def m(self, k): return k*2
print(M().m(4), M.m.cache_info())
tr(lambda: f([]));
p=functools.partial(int,base=2); print(p('101'), p.func, p.args, p.keywords, functools.partial(p,'11'), functools.partial(print,1,a=2)); q=functools.partial(lambda *a,**k:(a,k),1,2,x=3); print(q(4,y=5), q(x=9)); p.foo=1; print(p.__dict__, p.__reduce__())
tr(lambda: setattr(p,'func',1))
print(sorted([3,1,2],key=functools.cmp_to_key(lambda a,b:b-a)), functools.reduce(lambda a,b:a*b,[1,2,3],10)); 
