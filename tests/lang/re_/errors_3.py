import re
for p in ("(a)(?(1)a|b|c)", "(?(0)a)", "(?(", "\\", "\\8", "\\1", "(a)\\2", "[\\", "\\x", "\\x1", "[\\x1]", "\\u12", "\\U00110000", "\\N{foo}", "\\N{",
    "\\q", "\\j", "[\\q]", "[b-a]", "[a-\\d]"):
    try:
        c = re.compile(p); print(ascii(p), "fine", c.groups, c.flags)
    except re.error as e: print(ascii(p), "|", ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(ascii(p), "|", type(e).__name__, e)
