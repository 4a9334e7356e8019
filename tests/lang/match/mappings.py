def f(x):
    match x:
        case {"type": "circle", "r": r}: return f"circle {r}"
        case {"type": "rect", "w": w, "h": h} if w == h: return f"square {w}"
        case {"type": "rect", "w": w, "h": h}: return f"rect {w} {h}"
        case {"nested": {"deep": [a, *_]}}: return f"deep {a}"
        case {1: "one", **rest}: return f"rest {rest}"
        case {"k": None}: return "null"
        case {"k": str() | int() as v}: return f"k {v}"
        case {-1: x}: return f"neg {x}"
        case {}: return "some mapping"
        case _: return "no"
for v in ({"type": "circle", "r": 2}, {"type": "circle"}, {"type": "rect", "w": 1, "h": 1}, {"type": "rect", "w": 1, "h": 2, "extra": 0}, {"nested": {"deep": [7, 8]}}, {1: "one", 2: "two"}, {1: "one"}, {"k": None}, {"k": "s"}, {"k": 2.5}, {-1: 5}, {}, {"zz": 1}, [], "s", None): print(v, "->", f(v))
from collections import defaultdict, OrderedDict, UserDict
dd = defaultdict(list)
match dd:
    case {"missing": x}: print("created")
    case _: print("not created", dict(dd))
print(f(OrderedDict(type="circle", r=5)), f(UserDict({"k": 5})))
class M(dict):
    def __missing__(self, k): return "missing"
    def get(self, k, d=None): print("get", k); return super().get(k, d)
match M(a=1):
    case {"b": x}: print("b", x)
    case {"a": x}: print("a", x)
class K:
    A = "key"
match {"key": 1, "other": 2}:
    case {K.A: v, **kw}: print(v, kw)
for src in ("match x:\n case {**rest, 'a': 1}: pass", "match x:\n case {'a': 1, 'a': 2}: pass", "match x:\n case {**_}: pass", "match x:\n case {a: 1}: pass", "match x:\n case {**a, **b}: pass", "match x:\n case {f'a': 1}: pass", "match x:\n case {1: a, True: b}: pass"):
    try: compile(src, "s", "exec"); print("fine")
    except SyntaxError as e: print(e.msg, e.lineno, e.offset)
try:
    match {"key": 1}:
        case {K.A: 1, "key": 2}: pass
except ValueError as e: print(e)
