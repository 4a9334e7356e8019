class Unhashable:
    __hash__ = None
class BadHash:
    def __hash__(self): raise ValueError("bad hash")
class StrHash:
    def __hash__(self): return "x"
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise RuntimeError("bad eq")
for e in ("{}[1]", "{}['a']", "{}[None]", "{}[(1, 2)]", "{}[1.5]", "{}[[]]", "{[]: 1}", "{{}: 1}", "{set(): 1}", "{}.pop(1)", "{}.pop('x')",
    "{}.popitem()", "{}.pop()", "{}.get()", "{}.get([])", "[] in {}", "{}.setdefault([])", "{}.setdefault()", "dict(5)", "dict([1])",
    "dict([(1, 2, 3)])", "dict(['abc'])", "dict([(1,)])", "dict(1, 2)", "dict({}, {})"):
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
