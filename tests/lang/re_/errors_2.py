import re
for p in ("(?P<n>", "(?P<1a>x)", "(?P<n>a)(?P<n>b)", "(?P=n)", "(?P=", "(?Px)", "(?<a)", "(?<=a*)b", "(?<=a|bc)", "(?<=a{2})b", "(?z)", "(?i",
    "(?i-i:a)", "(?-", "a(?i)b", "(?L)a", "(?au)a", "(?i-s:a", "(?(1)a)", "(?(x)a)"):
    try:
        c = re.compile(p); print(ascii(p), "fine", c.groups, c.flags)
    except re.error as e: print(ascii(p), "|", ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(ascii(p), "|", type(e).__name__, e)
