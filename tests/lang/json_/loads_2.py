import json
for s in ("1e", "0x1", '"abc', '"a\nb"', '"\\x"', '"\\u12"', '"\\u12g4"', "[1 2]", "[1] 2", "1 2", '{"a" 1}', "[1,2", "tru", "nan", "\ufeff[1]",
    '"\x00"', "[\n1,\n2,\n x]", "Infinit", "--1", "[1,,2]", '{"a":1 "b":2}', "//c", b"\xff"):
    try: print(repr(s), json.loads(s))
    except json.JSONDecodeError as e: print(repr(s), "|", e, e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(repr(s), "|", type(e).__name__, e)
