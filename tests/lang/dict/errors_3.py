class Unhashable:
    __hash__ = None
class BadHash:
    def __hash__(self): raise ValueError("bad hash")
class StrHash:
    def __hash__(self): return "x"
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise RuntimeError("bad eq")
for e in ("{BadEq(): 1, BadEq(): 2}", "{}[Unhashable()]", "Unhashable() in {}", "BadHash() in {1: 2}", "{}.items()[0]", "{}.keys() + 1", "{}.copy(1)",
    "{}.clear(1)", "dict.get({})", "dict.get(1, 2)", "{}.fromkeys", "-{}", "len({}, 1)", "reversed({1: 2}.foo)", "{}.get(1, 2, 3)", "{}.get(k=1)",
    "{}.pop(1, d=2)", "{[1]}", "{}.keys() | 5", "{}.values() | set()", "dict(None)", "{}.__getitem__(1)", "{1: 2}.__getitem__()", "dict([None])",
    "{i: i for i in [[]]}"):
    try:
        r = eval(e)
        print(e, r if "fromkeys" not in e else "")
    except Exception as x:
        print(e, type(x).__name__, x, repr(x.args) if isinstance(x, KeyError) else "")
