import sys
def tr(f):
    try: print("ok", f())
    except BaseException as e: print(type(e).__name__, e)
# __class__ assignment & layouts
class A: pass
class B:
    def hi(self): return 'B'
a=A(); a.x=1; a.__class__=B; print(a.hi(),a.x,type(a).__name__)
class S1: __slots__=('p',)
class S2: __slots__=('p',)
class S3: __slots__=('q',)
def f(x,y):
    o=x(); o.__class__=y; return o.__class__.__name__
tr(lambda: f(S1,S2)); tr(lambda: f(S1,S3)); tr(lambda: f(A,S1)); tr(lambda: f(A,int)); tr(lambda: f(int,A))
class L(list): pass
class M(list): pass
tr(lambda: f(L,M)); tr(lambda: f(L,A))
# __dict__ manipulation
a.__dict__={'z':5}; print(a.z, vars(a)); a.__dict__['k']=7; print(a.k); del a.__dict__; print(vars(a))
tr(lambda: setattr(a,'__dict__',5)); a.__dict__[5]=6; print(a.__dict__)
o=A(); d=o.__dict__; o.q=1; print(d); d['r']=2; print(o.r); del o.q; print(d)
for i in range(100): setattr(o,f'a{i}',i)
print(len(o.__dict__), o.a50); 
for i in range(0,100,2): delattr(o,f'a{i}')
print(len(o.__dict__), hasattr(o,'a50'), o.a51, list(o.__dict__)[:3])
# class mutation after caching
class P:
    def m(self): return 1
p=P()
def call(): return p.m()
r=[call() for _ in range(5)]; P.m=lambda s: 2; r.append(call()); p.m=lambda: 3; r.append(call()); del p.m; r.append(call()); del P.m; tr(call); print(r)
class Q(P): pass
q=Q(); P.n=5; print(q.n); Q.n=6; print(q.n); del Q.n; print(q.n); P.__getattr__=lambda s,n: 'ga '+n; print(q.zip); del P.__getattr__; tr(lambda: q.zip)
P.__len__=lambda s:9; print(len(q)); P.__add__=lambda s,o:'add'; print(q+1); P.__eq__=lambda s,o:True; print(q==5, q!=5)
P.__call__=lambda s:'called'; print(q()); P.prop=property(lambda s:'pr'); print(q.prop); tr(lambda: setattr(q,'prop',1))
P.__setattr__=lambda s,n,v: print('sa',n,v); q.t=1; del P.__setattr__; q.t=2; print(q.t)
P.__iter__=lambda s: iter([1,2]); print(list(q)); P.__bool__=lambda s: False; print(bool(q)); P.__hash__=lambda s:7; print(hash(q))
P.__getattribute__=lambda s,n: 'gab '+n; print(q.foo, q.t); del P.__getattribute__; print(q.t)
# global/builtin shadowing
def gl(): return len([1,2])
print(gl()); len=lambda x:'shadow'; print(gl()); del len; print(gl())
import builtins
builtins.newb=5
def nb(): return newb
print(nb()); del builtins.newb; tr(nb)
# mro entries, class creation
class Me:
    def __mro_entries__(s,b): return (A,B)
class X(Me()): pass
print([c.__name__ for c in X.__mro__])
tr(lambda: type('Y',(Me(),),{}))
import types
print(types.new_class('Z',(Me(),),{},lambda ns: ns.update(v=1)).v)
def mkcls():
    class Inner:
        def w(self): return __class__
    return Inner
i=mkcls(); print(i().w() is i, i.__qualname__)
class Empty: pass
print(Empty.__doc__, Empty.__module__, Empty.__dict__.keys() - {'__module__','__dict__','__weakref__','__doc__'}, Empty.__subclasses__(), Empty.__base__, Empty.__bases__)
class Doc:
    "the doc"
    def f(self): "fdoc"
print(Doc.__doc__, Doc.f.__doc__, Doc().__doc__); Doc.__doc__='new'; print(Doc.__doc__)
class Priv:
    __x=1
    def __m(self): return self.__x
    def get(self): return self.__m()
    class __In: pass
print(Priv().get(), sorted(k for k in vars(Priv) if 'x' in k or 'In' in k or '_m' in k))
class Dt:
    def __delattr__(s,n): print('da',n)
    def __delitem__(s,i): print('di',i)
d=Dt(); del d.x; del d[1], d[2:3]
class Cl:
    @classmethod
    @property
    def cp(cls): return cls.__name__
    @staticmethod
    def s(): return 's'
    c=classmethod(lambda cls: cls)
print(Cl.cp, Cl().s(), Cl.c() is Cl, Cl.__dict__['s'](), )
import functools
class Fp:
    @functools.cached_property
    def cp(self): print('computed'); return 5
    m=functools.partialmethod(lambda s,a,b:(a,b),1)
    @functools.singledispatchmethod
    def sd(self,x): return 'base'
    @sd.register
    def _(self,x:int): return 'int'
fp=Fp(); print(fp.cp,fp.cp,fp.m(2),fp.sd('a'),fp.sd(1))
import abc
class Ab(abc.ABC):
    @abc.abstractmethod
    def a(self): ...
    @property
    @abc.abstractmethod
    def b(self): ...
tr(Ab); 
class Ab2(Ab): a=1;b=2
print(Ab2().a, Ab.__abstractmethods__==frozenset({'a','b'})); Ab.register(int); print(isinstance(5,Ab), issubclass(int,Ab))
import enum, dataclasses, typing, collections
class Co(enum.Enum):
    R=1; G='g'
    @property
    def low(self): return self.name.lower()
print(Co.R, Co('g'), Co['R'].low, list(Co), Co.R in Co, repr(Co.G)); tr(lambda: Co(5)); tr(lambda: setattr(Co,'R',2))
class Fl(enum.IntFlag): A=1; B=2
print(Fl.A|Fl.B, Fl(3), Fl.A in Fl(3), ~Fl.A)
@dataclasses.dataclass(order=True,frozen=True)
class Da:
    x:int
    y:list=dataclasses.field(default_factory=list,compare=False)
print(Da(1),Da(1)==Da(1,[2]),Da(1)<Da(2),hash(Da(1))==hash(Da(1)),dataclasses.replace(Da(1),x=3),dataclasses.asdict(Da(1))); tr(lambda: setattr(Da(1),'x',2)); tr(lambda: Da())
class Nt(typing.NamedTuple):
    a:int
    b:str='q'
print(Nt(1),Nt(1).b,Nt(1)._replace(a=2),Nt._fields,Nt(1)==(1,'q'))
T=typing.TypeVar('T')
class Ge(typing.Generic[T]):
    def g(self): return 1
print(Ge[int]().g(), Ge[int], Ge.__parameters__, typing.get_type_hints(Da), typing.Optional[int], typing.Union[int,str])
class Pr(typing.Protocol):
    def m(self): ...
tr(Pr)
print(collections.namedtuple('NT','a b')(1,2), collections.ChainMap({1:2},{3:4})[3], collections.OrderedDict(a=1), collections.defaultdict(int)[5], collections.Counter('aab'))
