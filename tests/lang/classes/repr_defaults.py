import re
def norm(s): return re.sub(r"0x[0-9a-f]+", "0x", s)
class C:
    def m(self): pass
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
    class I: pass
def f(): pass
async def co(): pass
def g(): yield
c = C()
for o in (C, c, C.m, c.m, C.c, C.s, C.I, C.I(), f, lambda: 0, g(), (x for x in ()), len, [].append, str.upper, list.__len__, [].__len__, object(), object, type, int, None, ..., NotImplemented, iter([]), iter({}), iter(""), zip(), map(len, []), enumerate([]), range(3), slice(1), property(), super(C, c), memoryview(b""), classmethod(len), staticmethod(len), int.real, dict.fromkeys, Exception, Exception("a"), KeyError("k", 1), type(f), type(c.m), type(len), C.__dict__["__dict__"], C.__dict__.__class__, globals().__class__, f.__code__.__class__, reversed([]), filter(None, []), frozenset(), object.__init__, object().__init__, type.__dict__["__name__"].__class__, co, BaseException.args):
    print(norm(repr(o)))
class R:
    def __repr__(self): return "R!"
print(R(), [R()], {R(): R()}, (R(),), {R()}, f"{R()}", "%s %r" % (R(), R()), str(R()), norm(repr(R.__repr__)), R().__str__(), object.__repr__(R())[:15])
print(norm(str(type("Dyn", (), {})())), norm(repr(type("T", (), {"__module__": "mod.x"})())), type("T", (), {"__module__": "builtins"}), type("T", (), {"__qualname__": "A.B"}))
