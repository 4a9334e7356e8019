import re
for p in ("a{2}+", "(?>", "(?<!a+)b", "(?<=(a)\\1)b", "[z-a]", "\\k", "(?P<n>a)(?(n)b", "[[:alpha:]]", "[a&&b]", "[a--b]", "\\_", "\\ ", "\\é", "(?s:a",
    "((((((((((a))))))))))\\10", "(?a)(?u)", "(?ai:a)", "(?-a:x)", "(?i)(?s)x", "x(?s)"):
    try:
        c = re.compile(p); print(ascii(p), "fine", c.groups, c.flags)
    except re.error as e: print(ascii(p), "|", ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(ascii(p), "|", type(e).__name__, e)
