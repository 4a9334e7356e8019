import re
def m(p, s, f=0):
    r = re.search(p, s, f); print(p, repr(s), r and (r.span(), r.group(), r.groups(), r.groupdict(), r.lastindex, r.lastgroup))
for p, s in (("(?a)\\w+", "é abc"), ("(?a)\\d", "٣5"), ("[é-ü]", "ö"), ("\\u00e9", "é"), ("\\x41", "A"), ("\\101", "A"), ("\\0", "\0"),
    ("\\t\\n", "\t\n"), ("(?i)é", "É"), ("(?i)ß", "SS"), ("(?i)[a-z]+", "ÀB"), ("(?i)k", "\u212a"), ("(?i:a)b", "Ab"),
    ("(?-i:a)b" if False else "(?s-i:.)b", "\nb"), ("", "abc"), ("$", ""), ("x*", "aaa"), ("(a*)*", "aab"), ("(a*)+", "b"),
    ("(?:a|ab)(?:c|bcd)(?:d*)", "abcd"), ("(a+|b)*", "ab")): m(p, s)
