class Unhashable:
    __hash__ = None
class BadHash:
    def __hash__(self): raise ValueError("bad hash")
class StrHash:
    def __hash__(self): return "x"
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise RuntimeError("bad eq")
for e in ("{}[1]", "{}['a']", "{}[None]", "{}[(1, 2)]", "{}[1.5]", "{}[[]]", "{[]: 1}", "{{}: 1}", "{set(): 1}", "{}.pop(1)", "{}.pop('x')", "{}.popitem()", "{}.pop()", "{}.get()", "{}.get([])", "[] in {}", "{}.setdefault([])", "{}.setdefault()", "dict(5)", "dict([1])", "dict([(1, 2, 3)])", "dict(['abc'])", "dict([(1,)])", "dict(1, 2)", "dict({}, {})", "dict('ab')", "{1: 2} | [(1, 2)]", "[] | {}", "{} | 5", "{} + {}", "{} < {}", "{1} | {}", "hash({})", "{}()", "{}.x", "{}.update(5)", "{}.update([1])", "{}.update({}, {})", "{}.update(['abc'])", "dict.fromkeys(5)", "dict.fromkeys()", "dict.fromkeys([[]])", "{**5}", "{**[1]}", "{**None}", "dict(**{1: 2})", "dict(**5)", "{Unhashable(): 1}", "{BadHash(): 1}", "{StrHash(): 1}", "{BadEq(): 1, BadEq(): 2}", "{}[Unhashable()]", "Unhashable() in {}", "BadHash() in {1: 2}", "{}.items()[0]", "{}.keys() + 1", "{}.copy(1)", "{}.clear(1)", "dict.get({})", "dict.get(1, 2)", "{}.fromkeys", "-{}", "len({}, 1)", "reversed({1: 2}.foo)", "{}.get(1, 2, 3)", "{}.get(k=1)", "{}.pop(1, d=2)", "{[1]}", "{}.keys() | 5", "{}.values() | set()", "dict(None)", "{}.__getitem__(1)", "{1: 2}.__getitem__()", "dict([None])", "{i: i for i in [[]]}"):
    try:
        r = eval(e)
        print(e, r if "fromkeys" not in e else "")
    except Exception as x:
        print(e, type(x).__name__, x, repr(x.args) if isinstance(x, KeyError) else "")
for s in ("d[[]] = 1", "del d[1]", "del d['zz']", "d.x = 1", "d |= 5", "d += {}", "d |= [1]", "del d[[]]", "d[1:2] = 3", "d |= 'ab'"):
    d = {}
    try:
        exec(s)
        print(s, d)
    except Exception as x:
        print(s, type(x).__name__, x)
