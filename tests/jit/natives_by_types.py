"""Natives called with arguments of declared types, then with others at the same site."""

import math
import sys


class Text(str):
    def upper(self):
        return "<" + str.upper(self) + ">"


class Index:
    def __init__(self, i):
        self.i = i

    def __index__(self):
        print("index of", self.i, "asked in", sys._getframe(1).f_code.co_name)
        return self.i


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def find(text, what, start):
    return text.find(what, start)


def split(text, sep, most):
    return text.split(sep, most)


def strip(text, chars):
    return text.strip(chars)


def starts(text, what):
    return text.startswith(what)


def join(sep, items):
    return sep.join(items)


def center(text, width, fill):
    return text.center(width, fill)


def conversions(v):
    return attempt(str, v), attempt(int, v), attempt(float, v), bool(v), attempt(repr, v), attempt(hash, v) is not None


def numbers(x, y):
    return attempt(divmod, x, y), attempt(round, x), attempt(abs, x), attempt(math.floor, x), attempt(math.sqrt, x)


def in_loop(words):
    """Nothing but plain natives in the loop."""
    total = 0
    for w in words:
        w = w.strip().lower().replace("e", "33")
        total += len(w.split("3")) + w.count("3") + w.find("x") + ord(w[0])
        total += len(w.upper().title().center(20, "*"))
    return total


def int_of(text):
    return int(text)


def float_of(text):
    return float(text)


def slices(text, a, b):
    return text[a:b], text[a:], text[:b], text[:]


def concat(a, b):
    c = a + b
    c += a
    return c * 2


for round_ in range(3):
    for i in range(200):
        find("hello world", "o", i % 5)
        split("a,b,c", ",", -1)
        strip("  x ", None)
        starts("prefix", "pre")
        join("-", ["a", "b"])
        center("x", 5, ".")
        numbers(7.5, 2)
        conversions("12")
        int_of("12")
        float_of("1.5")
        slices("hello", 1, -1)
        concat("ab", "cd")
        in_loop(["Hello ", " extreme", "xylophone"])
    print(find("hello world", "o", 5), attempt(find, "hello", "l", Index(3)), attempt(find, "hello", 3, 0))
    print(attempt(find, "hello", "l", None), attempt(find, "hello", "l", 10**30), attempt(find, None, "l", 0))
    print(split("a,b,c", ",", 1), split("a b", None, -1), attempt(split, "a", "", 1), split(Text("a,b"), ",", Index(1)))
    print(strip("xxaxx", "x"), attempt(strip, "a", 1), strip(Text(" a "), None), attempt(strip, b" a ", None))
    print(starts("abc", ("x", "ab")), starts("abc", Text("a")), attempt(starts, "abc", 1), attempt(starts, "abc", ["a"]))
    print(join(",", ("a", "b")), join(",", "abc"), attempt(join, ",", [1]), attempt(join, ",", ["a", None]),
          attempt(join, ",", 5), join(Text(","), [Text("a"), "b"]), join("é", ["a", "€", "\U0001F600"]))
    print(center("x", 5, "."), attempt(center, "x", 5, ".."), center("x", Index(4), "-"), center("x", True, "-"))
    print(numbers(7, 0), numbers(-7.5, 2), numbers(float("nan"), 1.0), numbers(10**25, 7), numbers(True, 2))
    print(conversions("x"), conversions(3), conversions(10**20), conversions(None), conversions(-0.0), conversions([1]))
    print(attempt(int_of, " 1_000 "), attempt(int_of, "x1"), attempt(int_of, "9" * 25), attempt(int_of, "٣"),
          attempt(int_of, Text("7")), attempt(int_of, b"8"), attempt(int_of, ""), attempt(int_of, "1" * 5000)[:60])
    print(attempt(float_of, "nan"), attempt(float_of, "1e999"), attempt(float_of, "é"), attempt(float_of, ""),
          attempt(float_of, Text("2.5")), attempt(float_of, 10**400))
    print(slices("hello", None, None), slices("hello", -100, 100), slices("hello", 4, 2), slices("héllo", 1, 3),
          slices("h€l\U0001F600", 1, -1), attempt(slices, "hello", 1.5, 2), slices(Text("hello"), 1, 2),
          slices("hello", Index(1), 10**30), slices([1, 2, 3], 1, 2), slices((1, 2, 3), 0, -1))
    print(concat("", "x"), concat("é", "€"), concat("\ud800", "a").encode("utf-8", "surrogatepass"),
          concat(Text("a"), "b"), attempt(concat, "a", 1), concat([1], [2]), concat(1, 2), concat(b"a", b"b"))
    print(type(concat(Text("a"), "")).__name__, type(slices(Text("abc"), None, None)[3]).__name__)
    print(in_loop(["A", "Ex ", Text("ee")]))


# A native of the same name in an instance, a class, and a replaced builtin.
def length_of_upper(s):
    return len(s.upper())


for i in range(300):
    length_of_upper("abc")
print(length_of_upper(Text("abc")), length_of_upper("ß"), length_of_upper("ŉ"))

len = lambda s: -1
print(length_of_upper("abc"))
del len
print(length_of_upper("abc"))
