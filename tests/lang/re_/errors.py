import re
for p in ("(", ")", "(a", "a)", "[", "[a", "[]", "[^]", "*", "+a", "a**", "a{2}{3}", "a{3,2}", "a{99999999999999999999}", "?", "a??b?", "(?", "(?P", "(?P<", "(?P<n", "(?P<n>", "(?P<1a>x)", "(?P<n>a)(?P<n>b)", "(?P=n)", "(?P=", "(?Px)", "(?<a)", "(?<=a*)b", "(?<=a|bc)", "(?<=a{2})b", "(?z)", "(?i", "(?i-i:a)", "(?-", "a(?i)b", "(?L)a", "(?au)a", "(?i-s:a", "(?(1)a)", "(?(x)a)", "(a)(?(1)a|b|c)", "(?(0)a)", "(?(", "\\", "\\8", "\\1", "(a)\\2", "[\\", "\\x", "\\x1", "[\\x1]", "\\u12", "\\U00110000", "\\N{foo}", "\\N{", "\\q", "\\j", "[\\q]", "[b-a]", "[a-\\d]", "[\\d-z]", "\\N{BULLET}", "(?#", "(?#a", "(?:", "(?=", "a|*", "(*)", "{2}", "a{1", "a{,}", "x{2,1}", "(?P<é>a)", "(?P<a.b>x)", "(?P>n)", "\\g", "\\400", "\\777", "a+++", "a*+?", "a{2}+", "(?>", "(?<!a+)b", "(?<=(a)\\1)b", "[z-a]", "\\k", "(?P<n>a)(?(n)b", "[[:alpha:]]", "[a&&b]", "[a--b]", "\\_", "\\ ", "\\é", "(?s:a", "((((((((((a))))))))))\\10", "(?a)(?u)", "(?ai:a)", "(?-a:x)", "(?i)(?s)x", "x(?s)"):
    try:
        c = re.compile(p); print(ascii(p), "fine", c.groups, c.flags)
    except re.error as e: print(ascii(p), "|", ascii(str(e)), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e: print(ascii(p), "|", type(e).__name__, e)
for p in (b"\\u1234", b"(?u)a", b"\\N{X}", b"(?L)a"):
    try: print(p, re.compile(p).flags)
    except re.error as e: print(p, e)
try: re.compile("a\n(b\nc")
except re.error as e: print(e, e.lineno, e.colno, e.pattern)
