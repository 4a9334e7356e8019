import json
for v in (None, True, False, 0, -5, 2**70, 1.5, 1e100, -0.0, 1e-7, float("inf"), float("nan"), "", "a", "é日😀", "\"\\\n\t\x00\x1f\x7f/", [], [1, [2, []]], (), (1, "a"), {}, {"a": 1, "b": [1, {"c": None}]}, {1: 2, 1.5: 3, True: 4, None: 5}, "\ud800", [True, None]):
    print(json.dumps(v), json.dumps(v, ensure_ascii=False).encode("utf-8", "surrogatepass"), json.dumps(v, indent=2), json.dumps(v, separators=(",", ":")), json.dumps(v, sort_keys=False))
print(json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps([1, {"a": [2, 3]}], indent="\t"), json.dumps({"x": {}, "y": []}, indent=1), json.dumps([1.0, 2], indent=0), json.dumps({(1, 2): 3, "k": 1}, skipkeys=True), json.dumps({"a": {1, 2}.__class__.__name__}), json.dumps(object, default=lambda o: o.__name__), json.dumps([object()], default=lambda o: ["nested", 1]))
class I(int): pass
class S(str): pass
class F(float): pass
class D(dict): pass
class L(list): pass
import enum
class E(enum.IntEnum): A = 1
print(json.dumps([I(5), S("s"), F(1.5), D(a=1), L([1]), E.A]), json.dumps({E.A: 1, S("k"): 2}))
class Enc(json.JSONEncoder):
    def default(self, o): return {"complex": [o.real, o.imag]} if isinstance(o, complex) else super().default(o)
print(json.dumps([1j], cls=Enc), list(json.JSONEncoder().iterencode([1, {"a": "b"}])), Enc(indent=1).encode({"z": 2j}))
import io; b = io.StringIO(); json.dump({"a": [1, 2]}, b, indent=2); print(b.getvalue())
r = []; r.append(r); rd = {}; rd["x"] = rd
for f in (lambda: json.dumps(object), lambda: json.dumps({1, 2}), lambda: json.dumps(b"x"), lambda: json.dumps({(1,): 2}), lambda: json.dumps(r), lambda: json.dumps(rd), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps({"a": 1, 2: 3}, sort_keys=True), lambda: json.dumps(1j, cls=Enc), lambda: json.dumps([1j], default=lambda o: o)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
