"""`%` with constant formats and values of any kind, in compiled code: keys, '*', what raises and when."""


class Text:
    def __init__(self, log):
        self.log = log

    def __str__(self):
        self.log.append("str")
        return "T"

    def __repr__(self):
        self.log.append("repr")
        return "R"


class Number:
    def __index__(self):
        return 300

    def __float__(self):
        return 2.5

    def __int__(self):
        return 7


class Mapping:
    def __getitem__(self, key):
        if key == "no":
            raise KeyError(key)
        return key + "!"


class Own(str):
    def __rmod__(self, other):
        return other, "mine"


class Plain(str):
    pass


def by_keys(v): return "%(name)s costs %(price)5.2f%%, %(name)r" % v
def no_key(v): return "%(no)s|" % v
def nested(v): return "%(a(b)c)s" % v
def stars(a, b, c): return "%*d|%-*.*f|" % (a, b, a, c, 1.5)
def pair(v): return "%d.%02d" % v
def mixed(v): return "%(x)s %s" % v
def one(v): return "<%s>" % v
def whole(v): return "%x %o %#X %i %u" % v
def char(v): return "%c" % v
def none(v): return "100%%" % v
def bad(v): return "%s %y" % v
def cut(v): return "%s %" % v
def cut_key(v): return "%(abc" % v
def cut_width(v): return "%5" % v
def cut_precision(v): return "%*." % v
def wide(v): return "%99999999999999999999d" % v
def precise(v): return "%.99999999999d" % v
def size_letters(v): return "%hd %li %Ls" % v
def long_text(v): return "\u20ac%s\u20ac%r" % v


def tried(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


log = []
t, n = Text(log), Number()
calls = [
    (by_keys, {"name": "x", "price": 3}), (by_keys, {"name": t, "price": n}), (by_keys, {"name": 1}),
    (by_keys, Mapping()), (by_keys, ()), (by_keys, (1,)), (by_keys, "abc"), (by_keys, [1]), (by_keys, 5),
    (no_key, Mapping()), (no_key, {"no": None}), (nested, {"a(b)c": 5}), (nested, Mapping()),
    (stars, 5, 42, 2), (stars, -5, 42, -2), (stars, "5", 42, 2), (stars, 5, 42, None), (stars, 5, "42", 1),
    (stars, 10 ** 30, 1, 1), (stars, 5, 1, 10 ** 12), (stars, True, False, True),
    (pair, divmod(12345, 100)), (pair, (1, 2.7)), (pair, (n, n)), (pair, (1,)), (pair, (1, 2, 3)), (pair, 5),
    (pair, (1, "2")), (pair, [1, 2]), (mixed, {"x": 1}), (mixed, (1, 2)), (one, t), (one, (t,)), (one, (1, 2)),
    (one, ()), (one, {}), (one, {"a": 1}), (one, [1, 2]), (one, Own("own")), (one, Plain("plain")), (one, None),
    (one, b"bytes"), (whole, (255, 8, 255, n, True)), (whole, (n, n, n, 2.9, 10 ** 25)), (whole, (1.5, 1, 1, 1, 1)),
    (char, 65), (char, "y"), (char, "yz"), (char, 0x110000), (char, -1), (char, 1.5), (char, n), (char, ("z",)),
    (none, ()), (none, {}), (none, (1,)), (none, 1), (none, "s"), (bad, (1, 2)), (bad, ()), (bad, 1), (cut, 1),
    (cut, ()), (cut_key, {}), (cut_key, 1), (cut_width, 1), (cut_width, ()), (cut_precision, (5,)),
    (cut_precision, ()), (cut_precision, ("a",)), (wide, 1), (precise, 1), (precise, ()), (size_letters, (1, 2, 3)),
    (long_text, ("a", "b")), (long_text, (t, t)), (long_text, ("\U0001f600", 1)),
]
for repeat in range(40):
    results = [tried(*call) for call in calls]
    if repeat in (0, 39):
        for call, result in zip(calls, results):
            print(call[0].__name__, repr(result))
        print(len(log), log[-4:])
print(sum(len("%(a)s %(b)5d" % {"a": i, "b": i * i}) for i in range(2000)))
