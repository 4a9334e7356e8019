import json
for s in ("null", "true", " false ", "0", "-0", "-5", "123456789012345678901234567890", "1.5", "1e5", "1E-3", "-0.0", "1e400", "NaN", "Infinity", "-Infinity", '""', '"a\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u00e9\\ud83d\\ude00\\ud800x"', '"é日"', "[]", "[1, [2, []], {}]", '{"a": 1, "b": {"c": [null]}}', '{"a": 1, "a": 2}', "\n[\t1 ,\r2 ]\n", '{"": 0}', b'{"bytes": 1}', bytearray(b"[1]"), "[1]".encode("utf-16"), "[2]".encode("utf-8-sig"), "[3]".encode("utf-32-le")): print(repr(s)[:40], ascii(json.loads(s)))
for s in ("", " ", "nul", "True", "[", "[1", "[1,", "[1,]", "[,1]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{a:1}", "{1:2}", "{'a':1}",
    "01", "1.", ".5", "-", "+1"):
    try: print(repr(s), json.loads(s))
    except json.JSONDecodeError as e: print(repr(s), "|", e, e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(repr(s), "|", type(e).__name__, e)
for a in ((5,), (None,), ([],)):
    try: json.loads(*a)
    except TypeError as e: print(e)
print(json.loads('{"a": [1.5, 2]}', parse_float=str, parse_int=lambda s: "i" + s), json.loads('{"x": 1, "y": 2}', object_hook=lambda d: sorted(d.items())), json.loads('{"x": 1, "x": 2}', object_pairs_hook=list), json.loads("[NaN]", parse_constant=lambda c: "C" + c), json.loads('"a\tb"', strict=False), json.JSONDecoder().raw_decode("[1] tail"), json.JSONDecoder().decode(" 5 "))
import io; print(json.load(io.StringIO('{"from": "file"}')), json.loads(json.dumps({"round": [1, 2.5, "é", None, True, {"t": []}]})) == {"round": [1, 2.5, "é", None, True, {"t": []}]})
deep = "[" * 500 + "]" * 500; x = json.loads(deep); n = 0
while x: x = x[0]; n += 1
print(n)
try: json.loads("[" * 100000)
except RecursionError as e: print("RecursionError")
big = json.dumps([{"id": i, "name": f"n{i}", "v": i / 7} for i in range(1000)]); print(len(big), json.loads(big)[999])
