# Characters by category and case, over all of Unicode.
import re

EVERYTHING = "".join(map(chr, range(0x110000)))


def digest(spans):
    total = 0
    count = 0
    for start, end in spans:
        total = (total * 1000003 + start * 31 + end) % 2305843009213693951
        count += 1
    return count, total


for pattern in (r"\w+", r"\d+", r"\s+", r"\W+", r"\D+", r"\S+", r"[^\W\d]+", r"[\W\d]+", r"[\w\s]+"):
    for flags in (0, re.A):
        print(pattern, flags, *digest(m.span() for m in re.finditer(pattern, EVERYTHING, flags)))

LETTERS = "kKsSiI\u0131\u0130\u017f\u212a\xb5\u03bc\u039c\xdf\u1e9e\xe9\xc9\u0345\u03b9\u1fbe\u01c4\u01c5\u01c6"
LETTERS += "\u03c3\u03c2\u03a3\ufb05\ufb06\u0390\u1fd3\u2126\u03c9\u0432\u1c80\U00010400\U00010428"
for letter in LETTERS:
    for pattern in (letter, "[%s]" % letter, "[^%s]" % letter, "[%s0-9]" % letter):
        for flags in (re.I, re.I | re.A):
            found = "".join(c for c in LETTERS if re.fullmatch(pattern, c, flags))
            print(ascii(pattern), flags, ascii(found))
for pattern in ("[a-z]", "[A-\xff]", "[\u0370-\u03ff]", "[^\u0400-\u04ff]", "[\xb5-\u0131]"):
    for flags in (re.I, re.I | re.A):
        spans = (m.span() for m in re.finditer(pattern, EVERYTHING, flags))
        print(ascii(pattern), flags, *digest(spans))

# Subjects of each width against patterns of each width.
for pattern in ("a", "\xe9", "\u20ac", "\U0001f600", "[\xe9\u20ac\U0001f600]", "[^a\u20ac]", ".", r"\W"):
    for text in ("a", "a\xe9", "a\xe9\u20ac", "a\xe9\u20ac\U0001f600", "\ud800a\udfff"):
        print(ascii(pattern), ascii(text), [m.span() for m in re.finditer(pattern, text)])
print(ascii(re.findall("\ud800", "a\ud800b")), re.findall(b"[\x80-\xff]+", b"a\x80\xffb"))
print(re.findall(rb"(?i)\w+", b"aB\xe9_1"), re.findall(rb"(?L)\w", b"a\xe9"))
print(re.findall(r"\bk\w*", "k\xe9 k\u20ac ak"), re.findall(r"(?a)\b\w", "\xe9a"), re.findall(r"\B", ""))
