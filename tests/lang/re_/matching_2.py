import re
def m(p, s, f=0):
    r = re.search(p, s, f); print(p, repr(s), r and (r.span(), r.group(), r.groups(), r.groupdict(), r.lastindex, r.lastgroup))
for p, s in (("\\bfoo\\b", "a foo b"), ("\\Boo", "foo"), ("(?i)ABC", "xabc"), ("(?s).+", "a\nb"), ("(?m)^b$", "a\nb\nc"), ("(?x) a  b # comment", "ab"),
    ("(?=b)b", "ab"), ("(?!a)\\w", "ab"), ("(?<=a)b", "ab"), ("(?<!a)b", "ab bb"), ("(?:ab)+", "ababx"), ("(a)|(b)", "b"), ("(?P<x>a)|(?P<y>b)", "b"),
    ("(x)?(?(1)y|z)", "xy"), ("(x)?(?(1)y|z)", "z"), ("\\d+(?=%)", "50 60%"), ("é", "café"), ("\\w+", "日本語 text"), ("\\W", "日 本"), ("\\s", "\u2003"),
    ("\\d", "٣")): m(p, s)
