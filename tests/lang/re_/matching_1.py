import re
def m(p, s, f=0):
    r = re.search(p, s, f); print(p, repr(s), r and (r.span(), r.group(), r.groups(), r.groupdict(), r.lastindex, r.lastgroup))
for p, s in (("a", "cat"), ("^a", "cat"), ("t$", "cat\n"), ("t\\Z", "cat\n"), (".", "\n"), ("a|b", "xb"), ("(a)(b)?", "ac"),
    ("(?P<n>\\d+)-(?P=n)", "12-12"), ("(\\w)\\1", "hello"), ("a*?b", "aaab"), ("a{2,3}", "aaaa"), ("a{2,3}?", "aaaa"), ("a{,2}", "aaaa"),
    ("a{2}", "aaa"), ("a{x}", "a{x}"), ("[a-c]+", "xxabcd"), ("[^a-c]+", "abxyz"), ("[]a]", "]"), ("[a\\]]", "]"), ("[\\d\\s]+", "a1 2b"),
    ("[^\\W_]+", "_ab_")): m(p, s)
print(re.match("b", "ab"), re.fullmatch("a|ab", "ab").span(), re.fullmatch("a", "ab"), re.match("a", "ab").end(), re.fullmatch("(a|ab)(c|bcd)?", "abcd").groups())
