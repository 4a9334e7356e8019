# metaclasses, descriptors, slots, super
def tr(f,*a):
    try: r=f(*a); print("ok", r if not callable(r) else type(r).__name__)
    except Exception as e: print(type(e).__name__, e)
class Meta(type):
    def __new__(m,n,b,d,**k): print("new",n,sorted(k)); return super().__new__(m,n,b,d)
    def __init__(c,n,b,d,**k): print("init",n,sorted(k)); super().__init__(n,b,d)
    def __call__(c,*a,**k): print("call",c.__name__); return super().__call__(*a,**k)
    @classmethod
    def __prepare__(m,n,b,**k): print("prep",n,sorted(k)); return {'injected':1}
    @property
    def prop(c): return 'metaprop of '+c.__name__
    def __len__(c): return 42
    def __getitem__(c,i): return (c.__name__,i)
    def __iter__(c): return iter('abc')
    def __contains__(c,x): return x=='q'
    def __bool__(c): return False
    def __setattr__(c,n,v): print("setattr",n); super().__setattr__(n,v)
    def __getattr__(c,n): return 'missing '+n
class A(metaclass=Meta, x=1):
    def __init__(s,v=0): s.v=v
print(A.injected, A.prop, len(A), A[3], list(A), 'q' in A, bool(A), A.zork)
A.y=5
tr(lambda: A().prop); tr(lambda: A(3).v)
class B(A): pass
print(type(B), B[1])
class Desc:
    def __init__(s,n): s.n=n
    def __get__(s,o,t=None): return (s.n, o is None, t.__name__)
    def __set__(s,o,v): print("set",s.n,v); o.__dict__[s.n]=v
    def __delete__(s,o): print("del",s.n)
    def __set_name__(s,o,n): print("set_name",o.__name__,n)
class ND:
    def __get__(s,o,t=None): return "nd"
class K:
    d=Desc('d'); n=ND()
k=K(); print(k.d,K.d,k.n,K.n); k.d=4; del k.d; k.n=7; print(k.n, k.__dict__); del k.n; print(k.n)
K.d=9; print(K.d, k.d)
class Sl:
    __slots__=('a','b','__dict__')
    def __init__(s): s.a=1
s=Sl(); s.c=3; print(s.a,s.c,s.__dict__); tr(lambda: s.b)
class Sl2(Sl): __slots__=('e',)
s=Sl2(); s.e=1; s.z=2; print(s.e,s.z,s.a, Sl2.__slots__, Sl2.e)
class Sl3:
    __slots__={'p':'docp','q':'docq'}
print(Sl3.p.__doc__, Sl3.__slots__)
tr(lambda: type('X',(),{'__slots__':('a','a')})().__slots__)
tr(lambda: type('X',(),{'__slots__':('1a',)}))
tr(lambda: type('X',(),{'__slots__':(1,)}))
tr(lambda: type('X',(),{'__slots__':('a',),'a':1}))
tr(lambda: type('X',(int,),{'__slots__':('a',)}))
tr(lambda: type('X',(tuple,),{'__slots__':()})((1,2)))
tr(lambda: type('X',(Sl3,Sl),{}))
tr(lambda: setattr(Sl3(),'zz',1))
import weakref
tr(lambda: weakref.ref(Sl3()))
# super oddities
class P:
    def f(self): return 'P.f'
    @classmethod
    def c(cls): return 'P.c '+cls.__name__
    @staticmethod
    def st(): return 'P.st'
    @property
    def pr(self): return 'P.pr'
class Q(P):
    def f(self): return 'Q'+super().f()
    @classmethod
    def c(cls): return 'Q'+super().c()
    @property
    def pr(self): return 'Q'+super().pr
    def gen(self): yield super().f()
    def comp(self): return [x for x in [super().f()]]
    def lam(self): return (lambda: super(Q,self).f())()
    def nested(self):
        def g(): return super().f()
        return g()
    def nest2(self):
        def g(self): return super().f()
        return g(self)
    def cls(self): return __class__.__name__
    f2 = lambda self: super().f()
q=Q(); print(q.f(),q.c(),Q.c(),q.pr,list(q.gen()),q.lam(),q.nest2(),q.cls(),q.f2())
tr(q.comp); tr(q.nested)
tr(lambda: super().x); tr(lambda: super(P,q).f()); tr(lambda: super(Q).__get__(q).f()); tr(lambda: super(P,Q).f(q)); tr(lambda:super(Q,Q).c())
tr(lambda: super(int,5).__add__(2)); tr(lambda: super(Q,5)); tr(lambda: super(5))
print(super(Q,q), super(Q))
class X1(P):
    def __getattribute__(s,n):
        if n=='magic': return super().f()
        return super().__getattribute__(n)
print(X1().magic)
# init_subclass & class_getitem
class Base:
    def __init_subclass__(cls, /, tag=None, **k): super().__init_subclass__(**k); cls.tag=tag
    def __class_getitem__(cls,i): return (cls.__name__,i)
class S1(Base,tag='t'): pass
print(S1.tag,S1[int],Base['x'])
tr(lambda: type('S2',(Base,),{},tag=1,foo=2))
# mro
class O1: pass
class O2(O1): pass
tr(lambda: type('Bad',(O1,O2),{}))
class E1: __eq__=lambda s,o:True
tr(lambda: hash(E1()))
class I(int):
    def __new__(c,v): return super().__new__(c,v*2)
    def __repr__(s): return 'I(%d)'%s
print(I(4), I(4)+1, [I(2)], I.__mro__)
print([c.__name__ for c in type(I(1)).mro()])
class Cnt:
    n=0
    def __new__(cls,*a): Cnt.n+=1; return object.__new__(cls)
class NoInit:
    def __init__(s,a): pass
tr(lambda: NoInit()); tr(lambda: NoInit(1,2)); tr(lambda: object(1)); tr(lambda: P(1))
class RetInit:
    def __init__(s): return 5
tr(RetInit)
class Str(str):
    def __getitem__(s,i): return 'z'
    def __len__(s): return 99
    x=1
z=Str('abc'); z.attr=1; print(z[0],len(z),z.upper(),z.attr,z+'d',list(z), f"{z}", z=='abc', {z:1}['abc'])
class Dct(dict):
    def __missing__(s,k): return 'miss '+str(k)
    def __getitem__(s,k): return ('gi', super().__getitem__(k)) 
d=Dct(a=1); print(d['a'],d['b'],d.get('b'),"%(q)s"%d, {**d})
tr(lambda: A.__init__(5)); tr(lambda: A.__call__)
print(A.__class__, type(A).__name__, A.__qualname__, Meta.__call__.__qualname__)
class Gs:
    def __getattr__(s,n):
        if n=='boom': raise ValueError('x')
        raise AttributeError(n)
tr(lambda: Gs().boom); tr(lambda: Gs().q); print(getattr(Gs(),'q',5), hasattr(Gs(),'q')); tr(lambda: hasattr(Gs(),'boom'))
def f(): pass
f.x=1; print(f.__dict__, f.x); del f.x; tr(lambda: f.x)
class Ctx: 
    __call__=5
tr(lambda: Ctx()())
class Abs:
    __add__=None
tr(lambda: Abs()+1)
class Ix:
    __iter__=None
tr(lambda: list(Ix())); tr(lambda: 1 in Ix())
class Hs: __hash__=None
tr(lambda: {Hs():1})
c=type('Dyn',(P,),{'v':1,'f':lambda s:'dyn'}); print(c().f(), c.__module__, c.__name__, c.__bases__, c.__doc__)
