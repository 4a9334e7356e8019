# Pattern objects: attributes, repr, equality, hashing, the cache, arguments.
import copy
import re

p = re.compile(r"(?P<a>x)(y)(?P<b>z)?", re.I | re.M)
print(p.pattern, p.flags, p.groups, p.groupindex, dict(p.groupindex), p)
print(re.compile("a").groupindex, re.compile(b"a").flags, re.compile("a", re.A).flags)
try:
    p.groupindex["q"] = 1
except TypeError as error:
    print(error)
for flags in (0, re.I, re.I | re.M, re.A, re.A | re.S | re.X, re.U, 1024, 1024 | re.I):
    print(re.compile("a", flags))
print(re.compile(b"a", re.L), re.compile("(?i)a"), re.compile("(?s-i:a)"))
print(re.compile("a" * 300), re.compile("'\"\n"))

print(re.compile("a") is re.compile("a"), re.compile("a") == re.compile("a", re.I))
print(re.compile("a") == "a", re.compile("a") != re.compile("b"), re.compile("a") == re.compile(b"a"))
first = re.compile("q+")
re.purge()
print(first is re.compile("q+"), first == re.compile("q+"), hash(first) == hash(re.compile("q+")))
print(len({re.compile("a"), re.compile("a"), re.compile("b")}))
print(copy.copy(p) is p, copy.deepcopy(p) is p, re.compile(p) is p)
for call in (lambda: re.compile(p, re.I), lambda: re.compile([]), lambda: re.compile(1),
             lambda: re.compile("a", "b"), lambda: re.match("a", 1), lambda: re.match("a", b"a"),
             lambda: re.match(b"a", "a"), lambda: re.search("a", None), lambda: p < p,
             lambda: p.foo, lambda: re.findall("a", 1.5), lambda: re.compile(bytearray(b"a"))):
    try:
        print(call())
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)

for i in range(600):
    re.match("x%d" % i, "x")
print(re.match("x599", "x599"))

scanner = re.compile("a|(b)|").scanner("abcb")
print([scanner.search() for _ in range(8)])
scanner = re.compile("a|b").scanner("abcb")
print([scanner.match() for _ in range(4)], scanner.pattern)
iterator = re.finditer("a", "aa")
print(iter(iterator) is iterator, next(iterator), next(iterator), next(iterator, "end"))
print(type(iterator).__name__, re.__all__, re.__version__)
print(re.escape("a.b*c\n\t-~&# \x00_é"), re.escape(b"a.\xff*"), re.escape(""))
try:
    re.escape(1)
except TypeError as error:
    print(error)
