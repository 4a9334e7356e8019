"""Characters of strs: compared, looked for, taken as numbers and back; of all widths, of ropes."""

import sys


class Text(str):
    def __getitem__(self, i):
        return "<%s>" % str.__getitem__(self, i)

    def __eq__(self, other):
        return "equal?"

    __hash__ = str.__hash__


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def kinds(s):
    spaces = digits = letters = others = 0
    i = 0
    while i < len(s):
        c = s[i]
        if c == " " or c == "\t":
            spaces += 1
        elif "0" <= c <= "9":
            digits += 1
        elif c in "abcdefghijklmnopqrstuvwxyz_" or c >= "é":
            letters += 1
        elif c != "\n" and c not in "":
            others += 1
        i += 1
    return spaces, digits, letters, others


def by_loop(s):
    out = []
    for c in s:
        if c == "x" or "y" == c or c in ("z", "é") or c in "+-€":
            out.append(c.upper())
        elif c < "A" or c > "\uffff":
            out.append(ord(c))
    return out


def against_longer(s, i):
    c = s[i]
    return c == "ab", c != "", c < "ab", c > "", "ab" in c, c in "xabx", c == s[i], c == s, c <= s[0], len(c), bool(c), c + c


def codes(s):
    total = 0
    for i in range(len(s)):
        total = total * 31 + ord(s[i]) & 0xFFFFFFF
    return total


def rotated(s, n):
    return "".join(chr((ord(c) - 97 + n) % 26 + 97) if "a" <= c <= "z" else c for c in s)


def chars(first, last):
    return [chr(i) for i in range(first, last)]


def one_ord(v):
    return ord(v)


def one_chr(v):
    return chr(v)


def last(s):
    return s[-1], s[0] == s[-1], s[-1] == "!"


def counted(s):
    d = {}
    for c in s:
        d[c] = d.get(c, 0) + 1
    return sorted(d.items())



def rope(n):
    s = ""
    for i in range(n):
        s += "ab%d" % i + "x" * 300
    return s[0], s[len(s) // 2], s[-1] == "x", s[n]


def seen_later(s, i):
    c = s[i]
    if i == 7:
        return sys._getframe().f_locals["c"], c
    return None


def at(s, i):
    return s[i]


for round_ in range(3):
    for n in range(150):
        kinds("a 1+\tb_")
        by_loop("xyz+aA5")
        against_longer("abc", 0)
        codes("hello")
        rotated("hello, world", 3)
        chars(97, 100)
        one_ord("a")
        one_chr(98)
        last("abc!")
        counted("abcab")
        seen_later("abcdefgh", n % 7)
        at("abc", n % 3)
    print(kinds("a 1+\tb_"), kinds("é à €\U0001F600 9\n"), kinds(""), kinds("\ud800 x"))
    print(attempt(kinds, Text("a b")), attempt(kinds, ["a", "1", " ", "9"]), attempt(kinds, b"a 1"), attempt(kinds, None))
    print(by_loop("xyz+-é€\U0001F600\x00"), by_loop("€x"), by_loop(""), attempt(by_loop, [1]), attempt(by_loop, Text("xyz")))
    print(against_longer("abc", 1), against_longer("é€", 1), against_longer("\U0001F600b", 0), attempt(against_longer, "", 0))
    print(attempt(against_longer, "abc", 3), attempt(against_longer, "abc", -4), attempt(against_longer, "abc", "1"))
    print(codes("hé€\U0001F600"), codes(""), rotated("xyz é€ Z\U0001F600", 5), chars(0xfe, 0x102), chars(0xffff, 0x10001))
    print(one_ord("\U0010ffff"), attempt(one_ord, ""), attempt(one_ord, "ab"), attempt(one_ord, 5), one_ord(b"c"),
          one_ord(Text("é")), attempt(one_ord, b"cd"), one_ord("\ud800"))
    print(one_chr(0x10ffff), attempt(one_chr, -1), attempt(one_chr, 0x110000), attempt(one_chr, 1.5), one_chr(True),
          attempt(one_chr, 10**20), ascii(one_chr(0xd800)), one_chr(255), one_chr(256))
    print(last("x!"), last("é"), last("a\U0001F600"), attempt(last, ""), last([1, 2]))
    print(counted("hällo €€\U0001F600"), rope(5), rope(1))
    print(seen_later("abcdefgh", 7), seen_later("abcdefg€", 7), seen_later("\U0001F600bcdefgh", 7))
    print(at("a€", 1), at("abc", True), attempt(at, "abc", 10**20), attempt(at, "abc", None), at("abc", slice(1, 3)), at(Text("abc"), 1))
