class P:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw); P.subs.append((cls.__name__, tag)); cls.tag = tag
class A(P, tag="a"): pass
class B(A): pass
class C(B, tag=5): pass
print(P.subs, A.tag, B.tag)
try:
    class D(P, other=1): pass
except TypeError as e: print(e)
class E:
    def __init_subclass__(cls): raise ValueError("no subclassing " + cls.__name__)
try:
    class F(E): pass
except ValueError as e: print(e)
class G:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
print(G[int], G[1, 2], G["x"])
class H(G): pass
print(H[5])
for e in ("G()[1]", "int[1]", "P[1]", "list[int]", "dict[str, int]", "tuple[()]", "type[int]", "list[int][str]", "set[int, str]", "list[int]()", "list[int]((1, 2))", "list[int].__origin__", "dict[str, int].__args__", "list[int] == list[int]", "isinstance([], list[int])", "list['x']", "tuple[int, ...]", "len[int]", "list[int].append", "repr(list[dict[str, int]])", "hash(list[int]) == hash(list[int])", "int | str", "int | None", "list[int] | str", "(int | str).__args__", "int | 5", "int | int", "isinstance(1, int | str)", "(int | str) == (str | int)", "None | int", "str | int | str", "callable(list[int])"):
    try: 
        r = eval(e); print(e, r if "append" not in e else "method")
    except Exception as x: print(e, type(x).__name__, x)
class Plugin:
    registry = {}
    def __init_subclass__(cls, **k): Plugin.registry[cls.__name__.lower()] = cls
class Foo(Plugin): pass
class Bar(Foo): pass
print(Plugin.registry)
class Order:
    def __set_name__(self, o, n): print("set_name", n)
class Base:
    def __init_subclass__(cls): print("init_subclass", cls.a is not None)
class Sub(Base): a = Order(); b = Order()
object.__init_subclass__()
try: object.__init_subclass__(x=1)
except TypeError as e: print(e)
