# What groups hold after loops, lookaround, conditions and backtracking.
import re

CASES = [
    ("(a)|b", "ab b"), ("(?:(a)|b)*", "ab ba"), ("(?:(a)|(b)|c)*", "abc cab"),
    ("((a)|b)*?c", "abc"), ("(a*)*", "aa b"), ("(a*)+", "aa b"), ("(a|b*)*", "aab"),
    ("(?:(a)|(b))*\\1", "abaa"), ("(a)?b\\1", "aba b"), ("(a)?(?(1)b|c)", "ab c b"),
    ("(?P<q>')?x(?(q)'|y)", "'x' xy x'"), ("((?:a|(b))*)(\\2)?", "abb"),
    ("(?=(a+))a", "aaa"), ("(?!(a)b)a", "ac ab"), ("(?<=(a))b", "ab"), ("(?<!(a))b", "ab bb"),
    ("(a)(?<=(a))b", "ab"), ("(?>(a+))b", "aab"), ("(a+)+b", "aaab"), ("(?:(a)b?)++c", "abac"),
    ("(a?)*?b", "aab"), ("(a|ab)(c|bcd)(d*)", "abcd"), ("(|a)+", "aa"), ("(a|)+?b", "aab"),
    ("(?:a(b)?)+", "aba"), ("(x)?(?:(y)|z)(?(1)1|(?(2)2|3))", "xy1 y2 z3"),
    ("(a{0})b", "b"), ("(a){0}b\\1?", "b"), ("((a){2}){2}", "aaaa"), ("(a){2,3}?(a)", "aaaa"),
    ("(?i)(A)\\1", "aA"), ("(\u03c3)(?i:\\1)", "\u03c3\u03a3 \u03c3\u03c2"),
    ("((((((((((a))))))))))\\10", "aa"), ("(?:(\\w)(?=.*\\1))+", "abcab"),
    ("(?:(?:(a)|b)(c)?)*", "acb"), ("(a(?=b)|(c))*", "ab ca"), ("^(?:(\\d)x)?\\d$", "1"),
    ("(?P<open>\\()?[^()]+(?(open)\\)|$)", "(a) b"), ("()+b", "b"), ("(?:()|a)*b", "aab"),
    ("(a)|(?:(b)|(c))+", "cb"), ("(.)(.)(.)\\3\\2\\1", "abccba"),
]
for pattern, text in CASES:
    compiled = re.compile(pattern)
    matches = [(m.regs, m.lastindex) for m in compiled.finditer(text)]
    print(ascii(pattern), matches, compiled.findall(text))
    print("   ", [w for w in text.split() if compiled.fullmatch(w)], compiled.split(text))
