# class protocol/containers/operators
def tr(f):
    try: print("ok", f())
    except BaseException as e: print(type(e).__name__, e)
class V:
    def __init__(s,v): s.v=v
    def __repr__(s): return f'V({s.v})'
    def __add__(s,o): return V(s.v+(o.v if isinstance(o,V) else o))
    def __radd__(s,o): return V(o+s.v)
    def __iadd__(s,o): s.v+=100; return s
    def __eq__(s,o): return isinstance(o,V) and s.v==o.v
    def __lt__(s,o): return s.v<o.v
    def __hash__(s): return hash(s.v)
    def __bool__(s): return bool(s.v)
    def __len__(s): return 3
    def __getitem__(s,i):
        if isinstance(i,slice): return ('slice',i.start,i.stop,i.step)
        if isinstance(i,tuple): return ('tuple',i)
        if i>2: raise IndexError
        return s.v+i
    def __setitem__(s,i,v): print('set',i,v)
    def __delitem__(s,i): print('del',i)
    def __contains__(s,x): return x==42
    def __call__(s,*a,**k): return a,k
    def __enter__(s): return s
    def __exit__(s,*a): return False
    def __int__(s): return s.v
    def __float__(s): return float(s.v)
    def __index__(s): return s.v
    def __neg__(s): return V(-s.v)
    def __abs__(s): return V(abs(s.v))
    def __round__(s,n=None): return ('round',n)
    def __divmod__(s,o): return ('dm',o)
    def __rdivmod__(s,o): return ('rdm',o)
    def __pow__(s,o,m=None): return ('pow',o,m)
    def __rpow__(s,o): return ('rpow',o)
    def __matmul__(s,o): return 'mm'
    def __format__(s,f): return f'<{f}>'
    def __str__(s): return 'str'
    def __reversed__(s): return iter('rev')
    def __missing__(s,k): return 'm'
    def __getattr__(s,n): 
        if n.startswith('dyn'): return n
        raise AttributeError(n)
    def __dir__(s): return ['b','a']
    def __sizeof__(s): return 5
    def __trunc__(s): return 7
    def __floor__(s): return 8
    def __ceil__(s): return 9
    def __copy__(s): return 'copied'
    def __bytes__(s): return b'by'
    def __complex__(s): return 1j
    def __fspath__(s): return '/tmp'
    def __instancecheck__(s,o): return True
    def __subclasscheck__(s,o): return True
    def __mro_entries__(s,b): return (dict,)
    def __class_getitem__(c,i): return i
    def __length_hint__(s): return 10
    def __next__(s): return 5
    def __set_name__(s,o,n): print('sn',n)
v=V(2)
import math,operator,copy,os,sys
for e in "v+1 | 1+v | v+v | v==V(2) | v!=V(2) | v<V(3) | v>V(3) | V(3)>v | hash(v)==hash(2) | bool(v) | len(v) | v[1] | v[1:2] | v[1:2:3] | v[:] | v[1,2] | v[1:2,3] | v[...] | list(v) | 42 in v | 5 in v | v(1,a=2) | int(v) | float(v) | hex(v) | [1,2,3][v] | -v | +v | ~v | abs(v) | round(v) | round(v,2) | divmod(v,1) | divmod(1,v) | v**2 | pow(v,2,3) | 2**v | v@1 | 1@v | f'{v}' | f'{v!r}' | f'{v!s:>5}' | f'{v:abc}' | str(v) | '%s'%v | list(reversed(v)) | v.dyn1 | v.foo | dir(v) | math.trunc(v) | math.floor(v) | math.ceil(v) | copy.copy(v) | bytes(v) | complex(v) | os.fspath(v) | isinstance(1,v) | issubclass(int,v) | V[5] | operator.length_hint(v) | next(v) | sorted([V(3),V(1)]) | max(V(1),V(5)) | sum([V(1),V(2)],V(0)) | range(v) | 'a'*v | [1]*v | v*2 | {v:1}[V(2)] | {v,V(2)} | (v,)==(V(2),) | [v].index(V(2)) | [v].count(V(2)) | v is v | not v | v and 1 | v or 1 | v if v else 0 | print(v) | print([v]) | 'x'.join([v]) | chr(V(65)) | bin(v) | 1<v<3 | v-1 | 1-v | v<1 | v<=v | dict(v) | tuple(v) | set(v) | a".split(' | '):
    print(e,end=' -> '); tr(lambda: eval(e))
class Sub(v): pass
print(Sub.__mro__, Sub.__orig_bases__)
class Has: at=V(1)
x=v; x+=1; print(x, x is v)
v[1]=2; del v[1]; v[1:2]=3; v[1]+=5
with v as q: print(q)
a,b,c=v
print(a,b,c)
class R1:
    def __add__(s,o): return NotImplemented
    def __radd__(s,o): return 'r1radd'
class R2(R1):
    def __radd__(s,o): return 'r2radd'
tr(lambda: R1()+R2()); tr(lambda: R1()+R1()); tr(lambda: R2()+R1()); tr(lambda: R1()+5); tr(lambda: 5+R1())
class Eq:
    def __eq__(s,o): return NotImplemented
tr(lambda: Eq()==Eq()); tr(lambda: Eq()==1); tr(lambda: Eq()!=Eq()); tr(lambda: hash(Eq()))
class Lt:
    def __lt__(s,o): return 'lt'
    def __gt__(s,o): return 'gt'
tr(lambda: Lt()<1); tr(lambda: 1<Lt()); tr(lambda: Lt()<Lt()); tr(lambda: Lt()<=1); tr(lambda: sorted([Lt(),Lt()]) and 1)
class It:
    def __init__(s): s.i=0
    def __iter__(s): return s
    def __next__(s):
        s.i+=1
        if s.i>3: raise StopIteration
        return s.i
print(list(It()),sum(It()),max(It()),[*It()],dict(zip(It(),It())),2 in It(),tuple(It()),sorted(It(),reverse=True),list(enumerate(It())),list(map(str,It())),any(It()),all(It()))
class GI:
    def __getitem__(s,i):
        if i<3: return i*i
        raise IndexError
print(list(GI()),4 in GI(),[*GI()],list(reversed([1]))); tr(lambda: reversed(GI())); tr(lambda: len(GI()))
class BadLen:
    def __len__(s): return -1
tr(lambda: len(BadLen())); tr(lambda: bool(BadLen()))
class BadBool:
    def __bool__(s): return 5
tr(lambda: bool(BadBool())); tr(lambda: not BadBool())
class BadHash:
    def __hash__(s): return 'a'
tr(lambda: hash(BadHash()))
class BadRepr:
    def __repr__(s): return 5
    def __str__(s): return 6
tr(lambda: repr(BadRepr())); tr(lambda: str(BadRepr())); tr(lambda: f'{BadRepr()}'); tr(lambda: [BadRepr()].__repr__())
class BadIdx:
    def __index__(s): return 'a'
    def __int__(s): return 'b'
    def __float__(s): return 5
tr(lambda: [1][BadIdx()]); tr(lambda: int(BadIdx())); tr(lambda: float(BadIdx())); tr(lambda: range(BadIdx()))
class BadIter:
    def __iter__(s): return 5
tr(lambda: list(BadIter())); tr(lambda: [*BadIter()])
class BadCall: pass
tr(lambda: BadCall()())
class BadNew:
    def __new__(c): return 5
print(BadNew())
tr(lambda: type('T',(),{'__init__':5})())
