# super().name where its shortcut must not be taken, or must be given up.
def show(f, *args):
    try:
        print(f.__name__, f(*args))
    except Exception as e:
        print(f.__name__, type(e).__name__, e, getattr(e, "name", None), type(getattr(e, "obj", None)).__name__)


class A:
    data = "A.data"

    def __init__(self, *args): self.args = args
    def m(self, *args, **kw): return "A.m", args, kw
    def __private(self): return "A private"
    @classmethod
    def create(cls, *args): return "A.create", cls.__name__, args
    @staticmethod
    def stat(*args): return "A.stat", args
    @property
    def prop(self): return "A.prop"
    @property
    def bad(self): return self.missing


class B(A):
    data = "B.data"

    def __new__(cls, *args): return super().__new__(cls)
    def __init__(self, *args): super().__init__(*args, "B")
    def m(self, *args, **kw): return "B.m", super().m(*args, **kw)
    def many(self): return super().m(1, *[2, 3], k=4, **{"l": 5})
    def keyword(self): return super().m(k=1)
    def bound(self): f = super().m; return f(7), f.__self__ is self
    def into_self(self):
        self = super().data
        return self
    def attribute(self): return super().data, super().prop
    def failing(self): return super().bad
    def missing_attribute(self): return super().nope
    def missing_method(self): return super().nope()
    def own_class(self): return super().__class__, super().__thisclass__
    def mangled(self): return super().__private()
    def represent(self): return super().__repr__()[:20].split(" ")[0]
    def creates(self): return super().create(1)
    def statics(self): return super().stat(1), super().stat
    @classmethod
    def create(cls, *args): return "B.create", super().create(*args)
    @classmethod
    def unbound(cls): return super().m.__qualname__, super().prop.__class__
    @staticmethod
    def stat(x): return super().stat(x)
    def rebound(self, other):
        self = other
        return super().m()
    def deleted(self):
        del self
        return super().m()
    def in_cell(self):
        def inner(): return self
        return inner() is self, super().m()
    def in_cell_rebound(self, other):
        def change():
            nonlocal self
            self = other
        before = super().m()
        change()
        return before, super().m()
    def in_cell_deleted(self):
        def inner(): return self
        del self
        return super().m()
    def star(*args): return super().m()
    def nothing(): return super().m()
    def in_list(self): return [super().m() for _ in "a"]
    def in_generator(self): return list(super().m() for _ in "a")
    def in_iterable(self): return [x for x in super().m()]
    def in_lambda(self): return (lambda s: super().m())(self)
    def in_nested(self):
        def f(me): return super().m()
        return f(self), f
    def generator(self): yield super().m(); yield super().data
    def shadowed(self):
        super = lambda: A()
        return super().m()
    def shadowed_parameter(self, super): return super().m()
    def class_rebound(self):
        nonlocal_class = __class__
        return nonlocal_class.__name__, super().m()
    def augmented(self): super().data += "x"
    def assigned(self): super().data = 1


def all_of(b):
    for name in ("many", "keyword", "bound", "into_self", "attribute", "failing", "missing_attribute",
                 "missing_method", "own_class", "represent", "creates", "deleted", "in_cell",
                 "in_cell_deleted", "star", "in_list", "in_generator", "in_iterable", "in_lambda",
                 "shadowed", "class_rebound", "augmented", "assigned"):
        show(getattr(b, name))
    show(b.m, 1)
    show(b.mangled)
    show(lambda: b.statics()[0])
    show(b.create, 1)
    show(type(b).create, 2)
    show(type(b).unbound)
    show(b.stat, 1)
    show(B.nothing)
    show(b.rebound, A())
    show(b.rebound, B())
    show(b.rebound, 5)
    show(b.rebound, None)
    show(b.rebound, B)
    show(b.in_cell_rebound, B(2))
    show(b.in_cell_rebound, A())
    show(lambda: b.in_nested()[0])
    show(b.in_nested()[1], 5)
    show(lambda: list(b.generator()))
    show(b.shadowed_parameter, A)
    print(b.args)


for _ in range(3):
    all_of(B(1))


# Diamonds: what follows B depends on the receiver.
class M(A):
    def m(self, *args): return "M.m", super().m(*args)
class D(B, M):
    def m(self, *args): return "D.m", super().m(*args)
class E(B): pass
for o in (D(), E(), D(), B(), D(), E()):
    print(o.m(1))
kinds = [type("K%d" % i, (B,), {}) for i in range(10)]
for _ in range(3):
    for k in kinds:
        o = k()
        o.m(); setattr(o, "a%d" % kinds.index(k), 1); print(o.m(), end=" ")
print()


# Classes change.
b, d = B(), D()
def both(): print(b.m(), d.m(), b.attribute(), B.create(), D.create())
both(); both()
A.m = lambda self, *a, **k: "new A.m"
both()
A.data = "new data"
both()
M.data = "M.data"
both()
A.m = staticmethod(lambda *a: ("static", len(a)))
both()
A.m = classmethod(lambda cls, *a: ("class", cls.__name__))
both()
A.m = 5
show(b.m)
A.m = property(lambda self: lambda *a: "from property")
both()
class Descriptor:
    def __get__(self, o, t): return lambda *a: ("descriptor", type(o).__name__, t.__name__)
A.m = Descriptor()
both()
del A.m
show(b.m)
class Base2:
    def m(self, *a, **k): return "Base2.m"
    data = prop = "Base2"
    @classmethod
    def create(cls): return "Base2.create"
M.__bases__ = (A, Base2)
show(b.m)
print(d.m())
d.__class__ = E
show(d.m)
b.m = lambda: "of the instance"
A.m = lambda self: "A.m again"
print(b.m(), B.m(b), E.m(d))
d.__class__ = D
print(d.m())


# A function made once, for several classes.
def make(base, tag):
    class X(base):
        def m(self): return tag, super().m()
        @classmethod
        def c(cls): return tag, super().c()
    return X
class Root:
    def m(self): return "root"
    @classmethod
    def c(cls): return "root of", cls.__name__
X = make(Root, 1); Y = make(X, 2); Z = make(Y, 3)
for _ in range(3):
    print(Z().m(), X().m(), Y().m(), Z.c(), X.c(), Y.c())


# __getattribute__ and __getattr__ do not matter to super().
class Hooked(Root):
    def __getattribute__(self, name):
        print("asked", name)
        return super().__getattribute__(name)
    def __getattr__(self, name): return super().__getattribute__("m")
    def m(self): return "Hooked", super().m()
    def n(self): return super().n()
h = Hooked()
for _ in range(2):
    print(h.m(), h.zzz())
    show(h.n)


# Metaclasses.
class Meta(type):
    def __new__(meta, name, bases, ns, **kw): return super().__new__(meta, name, bases, ns)
    def __call__(cls, *args): return ["called", super().__call__(*args)]
    def __getattr__(cls, name): return "meta " + name
    def mro(cls): return super().mro()
    def who(cls): return super().__repr__()
class Made(metaclass=Meta):
    def __init__(self, x): super().__init__(); self.x = x
    def look(self): return super().anything
for _ in range(3):
    o = Made(1)
    print(o[0], o[1].x, Made.who().split(".")[-1])
    show(o[1].look)


# Natives.
class L(list):
    def append(self, x): super().append(x); return super().__len__()
    def __init__(self, *a): super().__init__(*a)
    def __getitem__(self, i): return super().__getitem__(i)
    def __eq__(self, o): return super().__eq__(o)
    def wrong(self): return super().append()
class N(int):
    def __new__(cls, v): return super().__new__(cls, v + 1)
    def __add__(self, o): return N(super().__add__(o))
    real2 = property(lambda self: super().real)
class Dd(dict):
    def __setitem__(self, k, v): super().__setitem__(k, [v])
    @classmethod
    def fromkeys(cls, *a): return super().fromkeys(*a)
class Err(Exception):
    def __init__(self, a): super().__init__("<%s>" % a)
    def __str__(self): return "!" + super().__str__()
class O:
    def __init__(self): super().__init__(1)
    __slots__ = ("a",)
    def __setattr__(self, k, v): super().__setattr__(k, v)
for _ in range(3):
    l = L("ab")
    print(l.append(1), l[0], l == ["a", "b", 1], N(3) + 4, N(3).real2, Dd.fromkeys("a"), Err(1))
    x = Dd(); x[1] = 2; print(x)
    show(l.wrong)
    show(O)
o = object.__new__(O)
o.a = 3
print(o.a)


# The name changes its meaning.
def run(b):
    for _ in range(2):
        show(b.keyword)
b = B()
run(b)
class Other:
    def m(self, **kw): return "not super", kw
super = Other
run(b)
class super(__builtins__.super):
    def __getattribute__(self, name): return lambda **k: ("own super", name)
show(lambda: super(B, b).m())
show(b.keyword)
del super
run(b)
import builtins
saved = builtins.super
builtins.super = Other
run(b)
del builtins.super
show(b.keyword)
builtins.super = saved
run(b)


# __class__ before the class is complete, and as something else.
class Early(type):
    def __prepare__(name, bases): return {}
    def __new__(meta, name, bases, ns):
        show(ns["f"], 1)
        return type.__new__(meta, name, bases, ns)
class UsesEarly(metaclass=Early):
    def f(self): return super().m()
def outer():
    __class__ = 5
    def f(self): return super().m()
    return f
show(outer(), 1)
def outer2():
    __class__ = B
    def f(self): return super().data
    return f
show(outer2(), b)
import traceback
class T(B):
    def f(self):
        return (super()
                .nope(1))
    def g(self): return 1 + super().nope
    def h(self): return super().prop(3)
    def i(self):
        del self
        return 5 + super().nope
for name in "fghi":
    for _ in range(2):
        try: getattr(T(), name)()
        except Exception: print(traceback.format_exc().replace(__file__, "FILE"))
