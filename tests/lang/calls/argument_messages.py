def tr(f):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
def a(x,/,y,*,z): return x,y,z
def b(x,/,*args,k=1,**kw): return x,args,k,kw
def c(*,p,q): pass
def d(x,y=2,/): return x,y
def e(): pass
class C:
    def m(self,x): pass
    @classmethod
    def cm(cls,x): pass
    @staticmethod
    def sm(x): pass
    def __init__(self,q=0): pass
    def __call__(self,z): return z
o=C()
def dd(a,b,c,d,e): pass
for s in """a() | a(1) | a(1,2) | a(1,2,3) | a(x=1,y=2,z=3) | a(1,y=2,z=3) | a(1,2,z=3,w=4) | a(1,2,y=3,z=4) | a(*[1,2],**{'z':3}) | a(*[1],**{'y':1,'z':2}) | a(1,2,**{'z':1,'q':2}) | a(1, x=2, y=3, z=4)
b() | b(1,x=5) | b(1,2,3,k=4,j=5) | b(x=1) | b(*(),**{}) | b(1,**{'x':1,'k':2}) | b(1,k=1,**{'k':2}) | b(*5) | b(**5) | b(*None) | b(1,*'ab',2,*[3]) | b(**{1:2}) | b(1,**{'a':1},**{'a':2}) | b(1,a=1,**{'a':2})
c() | c(p=1) | c(1) | c(1,2) | c(p=1,q=2,r=3) | c(1,p=1,q=2)
d() | d(1,y=3) | d(x=1) | d(x=1,y=2) | d(1,2,3) | d(1,**{'y':1})
e(1) | e(1,2) | e(k=1) | e(*[1,2,3]) | e(**{'a':1})
o.m() | o.m(1,2) | C.m() | C.m(1) | C.m(o) | C.cm() | o.cm(1,2) | o.sm() | C.sm(1,2) | C(1,2) | C(z=1) | o() | o(1,2) | o(z=1) | o.m(x=1,y=2) | o.m(self=1,x=2) | C(q=1,self=2)
dd() | dd(1) | dd(1,2,3,4) | dd(1,2,3,4,5,6) | dd(1,b=2) | dd(a=1,a2=3) | dd(b=1,c=2) | dd(1,2,3,4,5,a=1) | dd(*range(9)) | dd(1,2,3,4,e=5,f=6)
(lambda x:x)() | (lambda *x,y:x)(1) | (lambda:1)(2) | (lambda x=1,*,y:0)() | (lambda x,y=1:0)(1,2,3)
len() | len(1,2) | len(x=1) | [].append() | [].append(1,2) | {}.get() | 'a'.join() | 'a'.split(1,2,3) | print(foo=1) | int(1,2,3) | int(x=1) | str(1,2,3,4) | sorted() | sorted(1,2) | max() | max(1) | max([],key=1,foo=2) | min([]) | sum() | isinstance(1) | range() | range(1,2,3,4) | range(a=1) | open() | zip(1) | map() | map(len) | enumerate() | filter(1) | type() | type(1,2) | dict(1) | dict([1]) | dict([(1,2,3)]) | dict(1,2) | list(1,2) | tuple(1,2) | set(1,2) | super(1,2,3) | property(1,2,3,4,5) | getattr(1) | getattr(1,2) | setattr(1,2) | hasattr(1) | divmod(1) | pow(1) | round() | abs() | chr() | ord() | hash() | id() | iter() | iter(1,2,3) | next() | next(1,2,3) | callable() | bin() | format() | vars(1,2) | dir(1,2) | input(1,2) | eval() | exec() | compile() | repr() | bool(1,2) | float(1,2) | complex(1,2,3) | bytes(1,2,3,4) | bytearray(1,2,3,4) | slice() | slice(1,2,3,4) | object(1) | frozenset(1,2) | reversed() | memoryview() | staticmethod() | classmethod() | any() | all() | Exception(a=1) | ValueError(1,b=2) | OSError(a=1)
5() | 'a'() | None() | [](1) | o.nope() | C.nope | o.__class__(5)(6) | (1)(2) | {}() | ...() | NotImplemented()
[].sort(1) | [].sort(key=1) | [1].pop(1,2) | [].index() | [].insert(1) | {}.pop() | {}.update(1) | {}.update(1,2) | {}.setdefault() | set().add() | 'a'.replace('b') | 'a'.format(1,2) | '{}'.format() | '{a}'.format(1) | '%s %s'%1 | '%d'%'a' | '%z'%1 | '%(a)s'%1 | 'a'.encode(1) | b'a'.decode(1) | 'a'.center() | 'a'.startswith() | 'a'.startswith(1) | ''.join([1]) | 'a'.strip(1) | (1).to_bytes() | int.from_bytes() | (1).bit_length(1) | 1.5.hex(1) | float.fromhex() | [].__len__(1) | [].__getitem__() | {}.__setitem__(1) | object.__init__() | object.__new__() | int.__new__() | int.__add__() | int.__add__(1) | int.__add__('a',1)""".replace('\n',' | ').split(' | '):
    print(s,end=' -> '); tr(lambda: eval(s))
