import re
def m(p, s, f=0):
    r = re.search(p, s, f); print(p, repr(s), r and (r.span(), r.group(), r.groups(), r.groupdict(), r.lastindex, r.lastgroup))
for p, s in (("((a)|b)*", "ab"), ("(?>a+)b", "aab"), ("a++b", "aab"), ("a*+a", "aaa"), ("(?>a|ab)c", "abc"), ("\\A\\Z", ""), ("(?#comment)a", "a"),
    (".*\\.py$", "x.py"), ("[\\w.]+@[\\w.]+", "me <a.b@c.d>"), ("[a-]", "-"), ("[-a]", "-"), ("[a-\\d]" if False else "[\\d-]", "-"), ("\\.", "a.b"),
    ("[.]", "a.b"), ("\\-", "-"), ("😀+", "x😀😀"), ("[😀-😂]", "😁"), ("^$", ""), ("(?m)$", "a\nb"), ("a.c", "a\u2028c"), ("\\\\", "a\\b")): m(p, s)
