import types
n = types.SimpleNamespace(a=1, b=[2]); n.c = 3; print(n, n == types.SimpleNamespace(a=1, b=[2], c=3), n.a, vars(n)); del n.a; print(n)
m = types.MappingProxyType({"k": 1}); print(m, m["k"], dict(m), len(m), "k" in m, m | {"z": 2}, m.get("q"), list(m.items()))
for f in (lambda: m.__setitem__("a", 1), lambda: n.a, lambda: types.SimpleNamespace(1), lambda: types.MappingProxyType(5), lambda: hash(n)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def g(): yield
print(types.FunctionType is type(g), types.GeneratorType is type(g()), types.BuiltinFunctionType is type(len), types.MethodType.__name__, types.ModuleType("x", "d").__doc__, types.NoneType is type(None), types.EllipsisType, types.NotImplementedType, types.LambdaType is types.FunctionType, types.CodeType is type(g.__code__), types.TracebackType.__name__, types.GetSetDescriptorType.__name__, types.UnionType is type(int | str), types.GenericAlias is type(list[int]), types.CellType.__name__)
C = types.new_class("C", (dict,), {}, lambda ns: ns.update(x=5)); print(C.x, C.__mro__[1], types.resolve_bases((int,)), types.prepare_class("Q")[0])
f = types.FunctionType(g.__code__, {}, "renamed"); print(f.__name__, types.MethodType(lambda s: s, 5)())
class D:
    @types.DynamicClassAttribute
    def attr(self): return "dyn"
print(D().attr); co = (lambda a, b=1: a).__code__; print(co.replace(co_name="new").co_name, co.co_argcount, types.get_original_bases(C) if hasattr(types, "get_original_bases") else "none")
