# Every way a pattern can be wrong: message, position, line and column.
import re
import warnings

PATTERNS = r"""
( ) (a a) * + ? a** a*+? a{2}{3} (?:^)* ^* $? \b+ [ [a []a] [^]a] [z-a] [a-\d] [\d-z] [\w-]
\q \8 \1 (a)\1 (a)\2 (a\1) \400 [\400] [\8] \x1 \xg [\xg] \u12 \U00110000 \U0011000g \N \N{ \N{}
a{2,1} a{4294967295} a{4294967294} x{,} x{,5} x{} x{a {2} (?P<n>a) (?P<n>a)(?P<n>b) (?P<1a>x)
(?P<>x) (?P<a (?P=a) (?P=a (?P<a>b)(?P=a) (?P=) (?P (?Px) (?P> (?: (?#a (? (?) (?z) (?=a (?!a
(?<a (?<=a (?<=a+)b (?<=a|bc)b (?<=ab|cd)b (?<=a{2})b (?(1)a|b) (a)(?(1)a|b) (a)(?(2)a|b)
(?(x)a) (?P<x>a)(?(x)a) (?(0)a) (?(a)(b)) (a)(?(1)a|b|c) (a)(?(1 (a)(?(-1)b) a(?i) (?i)(?s)a
(?i-s:a) (?-i:a) (?i-i:a) (?- (?-: (?-z:) (?i-:a) (?L)a (?L:a) (?au)a (?a-u:b) (?-a:b) (?ix) (?i
(?iz (?i: (?>a (?>a+) a++ \Z \z \c \ a\ [\ [a- [a-\ (?<=(?P<x>a)(?P=x))b (?P<x>a)(?<=(?P=x))b
(?<=(a)\1)b (a)(?<=(?(1)b|cc)) (?P<a-b>c) (?P<a'b>c) (?P<a'b"c>d) (?<z) (?\) [\62-\61] \18 \99
""".split()


def show(pattern, flags=0):
    try:
        compiled = re.compile(pattern, flags)
    except re.error as error:
        print(ascii(pattern), "re.error:", ascii(str(error)), ascii(error.msg), error.pos,
              error.lineno, error.colno, error.pattern == pattern)
    except (OverflowError, ValueError, RecursionError) as error:
        print(ascii(pattern), type(error).__name__, error)
    else:
        print(ascii(pattern), "groups", compiled.groups, dict(compiled.groupindex), compiled.flags)


for pattern in PATTERNS:
    show(pattern)
    show(pattern.encode())
show("a\nb(", re.X)
show("a\n\n  *")
show("(?P<\xe9>a)(?P=\xe9)")
show("(?P<\u20ac>a)")
show("(?P<a\x00b>c)")
show("\\\u20ac")
show("\\\xe9".encode("latin-1"))
show("(?x) a # comment (\n b")
show("(?x) [ #] #)")
for flags in (re.A | re.U, re.L, re.A | re.L):
    show("a", flags)
    show(b"a", flags)
show(b"a", re.U)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for pattern in ("[[a]", "[a--b]", "[a&&b]", "[a||b]", "[a~~b]", "[--a]", "(a)(?(+1)b)"):
        try:
            re.compile(pattern)
        except re.error as error:
            print(pattern, error)
for warning in caught:
    print(warning.category.__name__, warning.message)

error = re.error("message", "one\ntwo", 5)
print(error, error.args, vars(error) == {"msg": "message", "pattern": "one\ntwo", "pos": 5,
                                         "lineno": 2, "colno": 2})
print(re.error("plain"), re.error("plain").pos, repr(re.error("m", b"x", 0)))
print(issubclass(re.error, Exception), re.error.__module__, re.error.__name__)
