class Unhashable:
    __hash__ = None
class BadHash:
    def __hash__(self): raise ValueError("bad hash")
class StrHash:
    def __hash__(self): return "x"
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise RuntimeError("bad eq")
for e in ("dict('ab')", "{1: 2} | [(1, 2)]", "[] | {}", "{} | 5", "{} + {}", "{} < {}", "{1} | {}", "hash({})", "{}()", "{}.x", "{}.update(5)",
    "{}.update([1])", "{}.update({}, {})", "{}.update(['abc'])", "dict.fromkeys(5)", "dict.fromkeys()", "dict.fromkeys([[]])", "{**5}", "{**[1]}",
    "{**None}", "dict(**{1: 2})", "dict(**5)", "{Unhashable(): 1}", "{BadHash(): 1}", "{StrHash(): 1}"):
    try:
        r = eval(e)
        print(e, r if "fromkeys" not in e else "")
    except Exception as x:
        print(e, type(x).__name__, x, repr(x.args) if isinstance(x, KeyError) else "")
