import re
for p in ("[\\d-z]", "\\N{BULLET}", "(?#", "(?#a", "(?:", "(?=", "a|*", "(*)", "{2}", "a{1", "a{,}", "x{2,1}", "(?P<é>a)", "(?P<a.b>x)", "(?P>n)",
    "\\g", "\\400", "\\777", "a+++", "a*+?"):
    try:
        c = re.compile(p); print(ascii(p), "fine", c.groups, c.flags)
    except re.error as e: print(ascii(p), "|", ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(ascii(p), "|", type(e).__name__, e)
