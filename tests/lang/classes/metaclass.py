class M(type):
    def __new__(m, name, bases, ns, **kw):
        print("new", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print("init", name); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k): print("call", cls.__name__, a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, name, bases, **kw): print("prepare", name, kw); return {"injected": 1}
    def __instancecheck__(cls, o): return o == "magic" or super().__instancecheck__(o)
    def __subclasscheck__(cls, c): return c is int or super().__subclasscheck__(c)
    def __repr__(cls): return f"<M {cls.__name__}>"
    def __len__(cls): return 42
    def __getitem__(cls, k): return ("item", k)
    def __iter__(cls): return iter([1, 2])
    def __contains__(cls, x): return x == 5
    def __add__(cls, o): return "added"
    def __eq__(cls, o): return type.__eq__(cls, o)
    def __hash__(cls): return 7
    def __bool__(cls): return False
    def meth(cls): return "metameth " + cls.__name__
    @property
    def prop(cls): return "metaprop"
class A(metaclass=M, opt=1):
    x = 1
    def __init__(self, *a, **k): print("A init", a, k)
class B(A, flag=2): y = 2
a = A(1, k=2); B()
print(A, [B], isinstance("magic", A), isinstance(5, A), isinstance(a, A), issubclass(int, A), issubclass(B, A), issubclass(str, A), len(A), A[3], list(A), 5 in A, A + 1, hash(A), bool(A), A.meth(), A.prop, A.injected, type(A).__name__, type(a) is A)
for e in ("a.meth()", "a.prop", "a[0]", "len(a)"):
    try: print(eval(e))
    except Exception as x: print(type(x).__name__, x)
class N(type): pass
try:
    class C(A, metaclass=N): pass
except TypeError as e: print(e)
class MN(M, N): pass
class D(A, metaclass=MN): pass
print(type(D).__name__)
def func_meta(name, bases, ns, **k): return (name, bases, sorted(k), ns["z"])
class F(metaclass=func_meta, w=1): z = 5
print(F)
class Sing(type):
    inst = {}
    def __call__(cls, *a):
        if cls not in Sing.inst: Sing.inst[cls] = super().__call__(*a)
        return Sing.inst[cls]
class S(metaclass=Sing): pass
print(S() is S())
T = type("T", (A,), {"q": 1}, extra=3); print(T.q, T)
for e in ("class X(metaclass=5): pass", "class X(foo=1): pass", "class X(object, object): pass", "class X(metaclass=type, foo=1): pass", "class X(5): pass", "class X('a'): pass", "class X(*[int, str]): pass", "class X(**{'metaclass': M}): pass", "class X(None): pass", "class X(len): pass", "class X(metaclass=lambda *a: 5): pass\nprint(X)"):
    try: exec(e)
    except Exception as x: print(e, "|", type(x).__name__, x)
class P(type):
    def __prepare__(n, b): return []
try:
    class X(metaclass=P): pass
except TypeError as e: print(e)
class NoPrep(type):
    @classmethod
    def __prepare__(m, n, b): return 5
try:
    class X(metaclass=NoPrep): pass
except TypeError as e: print(e)
