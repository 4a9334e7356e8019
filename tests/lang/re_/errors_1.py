import re
for p in ("(", ")", "(a", "a)", "[", "[a", "[]", "[^]", "*", "+a", "a**", "a{2}{3}", "a{3,2}", "a{99999999999999999999}", "?", "a??b?", "(?", "(?P",
    "(?P<", "(?P<n"):
    try:
        c = re.compile(p); print(ascii(p), "fine", c.groups, c.flags)
    except re.error as e: print(ascii(p), "|", ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(ascii(p), "|", type(e).__name__, e)
for p in (b"\\u1234", b"(?u)a", b"\\N{X}", b"(?L)a"):
    try: print(p, re.compile(p).flags)
    except re.error as e: print(p, e)
try: re.compile("a\n(b\nc")
except re.error as e: print(e, e.lineno, e.colno, e.pattern)
