# Match objects: groups, positions, attributes.
import copy
import re

m = re.search(r"(?P<year>\d+)-(?P<month>\d+)(-\d+)?", "on 2023-11 it was")
print(m, m.group(), m.group(0), m.group(1, 2), m.group("year", 3), m["month"], m[1])
print(m.groups(), m.groups("none"), m.groupdict(), m.span(), m.span("month"), m.span(3))
print(m.start(), m.end(), m.start("year"), m.end(2), m.start(3), m.regs)
print(m.pos, m.endpos, m.lastindex, m.lastgroup, m.re, m.string)
print(m.expand(r"\2/\g<year>[\3]\n"), bool(m), copy.copy(m) is m, copy.deepcopy(m) is m)
for bad in (4, -1, "day", 10 ** 30, [], None, 1.5):
    for method in (m.group, m.start, m.span, m.__getitem__):
        try:
            print(method(bad))
        except (IndexError, TypeError) as error:
            print(type(error).__name__, error)
print(re.match("(a)|(b)|(?P<c>c)", "b").lastindex, re.match("(a)|(?P<b>b)", "b").lastgroup)
print(re.match("((a)(b))c", "abc").lastindex, re.match("(a)(b)?", "a").lastindex)
print(re.match("(?:(a)|(b))*", "aba").lastindex, re.match("(?:(a)|(b))*", "abb").groups())
print(re.match("((a)|b)*", "ab").lastindex, re.match("(?=(a))(ab)?", "ac").lastindex)
print(re.match("a", "b"), re.fullmatch("a|ab", "ab"), re.fullmatch("a*?", "aaa"))
print(repr(re.match(b"a(.)", b"ab")), re.match("x", "x" * 60), re.match("'", "'"))

p = re.compile("b+")
print(p.match("abb"), p.match("abb", 1), p.search("abbb", 2, 3), p.fullmatch("abba", 1, 3))
print(p.search("abb", -5, 100), p.search("abb", 3, 1), p.findall("abbab", 2), p.match("b", pos=5))
print(re.compile("^b").search("ab", 1), re.compile("(?<=a)b").match("ab", 1))
print(re.compile("b$").search("abc", 0, 2), re.compile(r"\bb").search("ab", 1))
print(re.compile("").match("abc", 3, 1), p.search(string="abb", endpos=2))


class Index:
    def __index__(self):
        return 1


print(m.group(Index()), m.group(True), m[False])


class Text(str):
    pass


m = re.match("a(b)", Text("ab"))
print(type(m.group()), type(m.string), type(m.group(1)), m.string == "ab")
for name in ("pos", "string", "re", "anything"):
    try:
        setattr(m, name, 1)
    except AttributeError as error:
        print(error)
print(re.Match, type(m) is re.Match, type(p) is re.Pattern, re.Match[str], re.Pattern[bytes])
for cls in (re.Match, re.Pattern):
    try:
        cls()
    except TypeError as error:
        print(error)
