"""f-strings and % with constant formats: values of the types seen, of others, errors, frames."""

import sys


class Text(str):
    def __str__(self):
        return "T(" + str.__str__(self) + ")"

    def __format__(self, spec):
        return "F(" + spec + ")"


class Number(int):
    def __format__(self, spec):
        return "N<%s>" % spec

    def __repr__(self):
        return "number"


class Shown:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return "shown in " + sys._getframe(1).f_code.co_name + " as " + self.name

    def __repr__(self):
        return "Shown(" + self.name + ")"

    def __format__(self, spec):
        if spec == "bad":
            raise ValueError("bad spec of " + self.name)
        return "{" + spec + "}" + self.name


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def plain(a, b):
    return f"a={a} b={b!s} r={b!r} c={a!a}"


def specs(i, x, s):
    return f"{i:05d}|{i:>8}|{i:<8}|{i:^+8}|{i:,}|{i:_x}|{i:#o}|{i:b}|{x:.2f}|{x:10.3e}|{x:%}|{x:,.1f}|{s:>6}|{s:.2}|{s!r:^9}|{i:f}|{x}"


def percent(i, x, s):
    return "%d|%5d|%-5d|%05d|%+d|% d|%x|%#X|%o|%s|%r|%a|%10s|%-10s|%.3s|%f|%.2e|%08.3f|%g|%%" % (
        i, i, i, i, i, i, i, i, i, s, s, s, s, s, s, x, x, x, x)


def percent_int_as_float(i):
    return "%f %.1f" % (i, i)


def percent_one(v):
    return "<%s>" % v


def percent_wrong(v):
    return "%d and %d" % (v, v)


def percent_few(a):
    return "%s %s" % (a,)


def percent_many(a):
    return "%s" % (a, a)


def percent_star(w, v):
    return "%*d|%.*f" % (w, v, w, v)


def percent_names(v):
    return "%(a)s and %(b)d" % {"a": v, "b": v}


def width(v, w):
    return f"{v:>{w}}|{v:{w}d}" if isinstance(v, int) else f"{v:>{w}}"


def code(v):
    return f"{v:c}"


def wrong(v):
    return f"{v:d}"


def pieces_and_calls(i, f):
    return f"{i:03d}{f(i)}{i:x}{f(i + 1)!r}"


def raising(i, v):
    try:
        return f"<{i:4d}-{v:bad}-{i:4d}>"
    except ValueError as e:
        return f"caught {e} {i:2d}"


def nested(i):
    t = f"{f'{i:02d}':>5}" + f"{'x' + str(i):*^9}"
    u = f"{t}{t!r}{t:>20}"
    return u


def unicode_pieces(i, s):
    return f"é{i:3d}€{s}\U0001F600{s:→>6}{i:^5}" + "ü%5s%d" % (s, i)


def looked_at(i):
    """The texts of pieces are in registers when the frame is looked at."""
    return f"{i:04d}{shows()}{i:04d}"


def shows():
    return sorted(k for k in sys._getframe(1).f_locals)


def types_change(values):
    out = []
    for v in values:
        out.append(f"{v}")
        out.append(f"{v!r:>7}")
    return "".join(out)


for round_ in range(3):
    for i in range(150):
        plain(i, "s")
        specs(i, i / 7, "abc")
        percent(i, i / 7, "abc")
        percent_int_as_float(i)
        percent_one("x")
        percent_wrong(1)
        attempt(percent_few, 1)
        attempt(percent_many, 1)
        percent_star(5, 3)
        percent_names(3)
        width(i, 6)
        code(65)
        wrong(5)
        pieces_and_calls(i, str)
        raising(i, 0) if i % 3 == 0 and False else attempt(raising, i, Shown("n"))
        nested(i)
        unicode_pieces(i, "ab")
        looked_at(i)
        types_change([1, 2, 3])
    print(plain(1, "x"), plain("é", 2.5), plain(None, True), plain(Text("t"), Number(3)), plain(Shown("a"), Shown("b")))
    print(plain(1e100, -0.0), plain(float("inf"), float("nan")), plain(10**30, "\n'\""), plain([1], {2: "x"}))
    print(specs(0, 0.0, ""), specs(-12345678, -1e17, "€uro"), specs(2**60, 2.5, "x" * 20))
    print(attempt(specs, True, 1.5, "b"), attempt(specs, 10**25, 1, "x"), attempt(specs, 1.5, 1.5, "x"), attempt(specs, "s", 1.5, "x"))
    print(attempt(specs, Number(4), 0.5, "q"), attempt(specs, 4, Number(5), Text("q")), attempt(specs, 4, None, "a"))
    print(percent(0, 0.0, ""), percent(-255, -1234.5, "é\n"), percent(2**61, 1e22, "abcdefghijklm"))
    print(attempt(percent, True, 1, None), attempt(percent, 3.9, 1.5, 1.5), attempt(percent, 10**25, float("-inf"), Text("x")))
    print(attempt(percent, "3", 1.5, "x"), attempt(percent, 3, "1", "x"), attempt(percent, Number(3), Number(4), Number(5)))
    print(percent_int_as_float(-7), percent_int_as_float(2**61), percent_int_as_float(10**20), percent_int_as_float(1.25))
    print(percent_one("y"), percent_one(5), percent_one((6,)), attempt(percent_one, (1, 2)), attempt(percent_one, ()),
          percent_one(Shown("one")), percent_one([1]), percent_one({}))
    print(attempt(percent_wrong, "x"), attempt(percent_wrong, 2.9), attempt(percent_wrong, None), attempt(percent_few, "a"),
          attempt(percent_many, "a"))
    print(percent_star(8, 3), percent_star(-8, 2), attempt(percent_star, "a", 2), percent_names(4), attempt(percent_names, "q"))
    print(width(3, 10), width("ab", 5), attempt(width, 3, "x"), attempt(width, 3, 1000000 * 10**12), width(2.5, 7))
    print(code(8364), code(0) == "\0", attempt(code, -1), attempt(code, 0x110000), attempt(code, "a"), attempt(wrong, "x"),
          attempt(wrong, 2.5), attempt(wrong, None), wrong(True), wrong(Number(3)))
    print(pieces_and_calls(7, lambda i: Shown(str(i))), attempt(pieces_and_calls, 7, len), pieces_and_calls(-1, Text))
    print(raising(5, Shown("r")), attempt(raising, 5, 7), attempt(raising, "5", 7))
    print(nested(3), nested(-3), attempt(nested, "z"))
    print(unicode_pieces(1, "ß"), unicode_pieces(10**6, ""), unicode_pieces(1, "\ud800x").encode("utf-16-le", "surrogatepass"))
    print(looked_at(9), types_change([1, "a", 2.5, None, True, Shown("t"), Text("u"), 10**20]))
