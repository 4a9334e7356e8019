# re.RegexFlag: an integer that shows and combines as an enum.
import re

print([re.A, re.I, re.L, re.U, re.M, re.S, re.X, re.T, re.DEBUG, re.NOFLAG])
print([re.ASCII, re.IGNORECASE, re.LOCALE, re.UNICODE, re.MULTILINE, re.DOTALL, re.VERBOSE])
for flag in (re.I, re.I | re.M, re.M | re.I | re.S, re.RegexFlag(0), re.RegexFlag(1024),
             re.I | 1024, 1024 | re.I, ~re.I, ~re.NOFLAG, re.I ^ re.M, re.I & re.M,
             (re.I | re.M) & ~re.I, re.RegexFlag(-1), re.I | True):
    print(repr(flag), str(flag), f"{flag}", f"{flag:>40}", "%s %d" % (flag, flag), flag.name,
          flag.value, int(flag), hash(flag), type(flag).__name__, bool(flag), list(flag), len(flag))
print(re.I + 1, type(re.I + 1), -re.I, re.I == 2, re.I < re.M, re.I is re.IGNORECASE)
print(re.I in (re.I | re.M), re.S in (re.I | re.M), isinstance(re.I, int))
print(re.RegexFlag["I"], re.RegexFlag["DOTALL"], re.RegexFlag.M, re.RegexFlag(2) is re.I)
print(sorted(re.RegexFlag.__members__), re.RegexFlag.__name__, re.RegexFlag.__module__)
print((re.I | re.M) is (re.M | re.I), {re.I: 1}[2], [10, 20, 30][re.I])
try:
    re.RegexFlag["NONE"]
except KeyError as error:
    print("KeyError", error)
try:
    2 in re.I
except TypeError as error:
    print("TypeError")

TEXT = "One\ntwo\n\u0664 \xc9\xe9 K\u212a\n"
for pattern in ("^t", "o$", "(?i)ONE", "one.two", r"\d", r"\w+", "\xe9", "k", "(?a:\\w)+", "(?i:O)ne",
                "O N # comment"):
    for flags in (0, re.I, re.M, re.S, re.A, re.X, re.I | re.A, re.I | re.M | re.S | re.X):
        print(ascii(pattern), flags, [ascii(m.group()) for m in re.finditer(pattern, TEXT, flags)])
