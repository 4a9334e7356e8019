# sub, subn, split, findall and replacement templates.
import re

print(re.sub("x*", "-", "abxd"), re.sub("", "-", "ab"), re.sub("b*", "-", "abb"))
print(re.subn("b", "", "abcb"), re.subn("b", "", "abcb", 1), re.sub("b", "c", "abcb", count=1))
print(re.sub("(a)|b", r"[\1]", "ab"), re.sub("(?P<x>a)", r"\g<x>\g<0>\1\n\\", "a"))
print(re.sub("a", r"\101\060\0", "a").encode())
print(re.sub("a", "\\-\\.\\\n", "a").encode(), re.sub("a", r"\t\a\b\f\v\r", "a").encode())
print(re.sub("a", lambda m: m.group().upper(), "banana"), re.sub("a", lambda m: None, "banana"))
print(re.sub(r"(\w)(\w)", lambda m: m[2] + m[1], "abcde", 2))
print(re.sub(b"a", b"\\g<0>b", b"cab"), re.sub(b"a", bytearray(b"x"), bytearray(b"aba")))
print(re.sub("\u20ac", "e", "1\u20ac"), ascii(re.sub("e", "\u20ac\U0001f600", "eve")))
same = "nothing to do"
print(re.sub("z", "y", same) is same, re.subn("z", "y", same))

for template in (r"\1", r"\2", r"\g<x>", r"\g<1>", r"\g<0", r"\g", r"\g<>", r"\g<-1>", r"\q", "\\",
                 r"\400", r"\g<99999999999>", r"\g<a b>", r"\18", r"\60", r"\100", 1, None, b"x"):
    try:
        print(ascii(template), re.sub("(a)", template, "ab").encode())
    except (re.error, IndexError, TypeError) as error:
        print(ascii(template), type(error).__name__, error, getattr(error, "pos", None))
for function in (lambda m: 1, lambda m: b"x", lambda m: 1 / 0):
    try:
        print(re.sub("b", function, "abc"))
    except (TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
try:
    re.sub(b"a", "x", b"a")
except TypeError as error:
    print(error)
print(re.match("(a)(b)?", "a").expand(r"<\2>\1"))

print(re.split(",", "a,b,,c"), re.split("(,)|x", "a,bxc"), re.split("", "abc"), re.split("x*", "axbc"))
print(re.split(",", "a,b,c", 1), re.split(",", "a,b,c", maxsplit=-1), re.split("(-)", ""))
print(re.split(b";", b"a;b"), re.split(r"\b", "hi there"), re.split("(a)(b)?", "xaby"))
print(re.findall("a|b", "cab"), re.findall("(a)|b", "cab"), re.findall("(a)(b)?", "aba"))
print(re.findall("", "ab"), re.findall("a*", "baac"), re.findall(b"(.)", b"ab"))
print(re.findall(b"a", memoryview(b"aba")), [m.span() for m in re.finditer("a*?", "aa")])
print([m.span() for m in re.finditer(r"\b|:+", "a::bc")])


def nested(m):
    return re.sub(r"\d", lambda n: str(int(n.group()) + 1), m.group()) + m.group(1)


print(re.sub(r"(\w)\d+", nested, "a19 b28"))
data = bytearray(b"abcabc")
print(re.sub(b"b", lambda m: bytes([m.start() + 48]), data), data)
