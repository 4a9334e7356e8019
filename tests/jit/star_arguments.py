# Functions of *args, and calls with *args: bound and unpacked in compiled code.
import functools
import sys


def total(*items):
    result = 0
    for item in items:
        result = result * 2 + item
    return result


def first(a, *rest):
    return a, rest


def keyed(a, *rest, k=3):
    return a, rest, k


def named(a, *rest, **names):
    return a, rest, names


def add(a, b, c=0):
    return a + b + c


def wrap(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args)
    return wrapper


def wrap_all(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper


def memo(f):
    seen = {}

    def wrapper(*args):
        if args not in seen:
            seen[args] = f(*args)
        return seen[args]
    return wrapper


@memo
def paths(x, y):
    return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)


@wrap
def two(a, b):
    return a * 10 + b


@wrap_all
def three(a, b=2, *, c=3):
    return a, b, c


@wrap
def count(*args):
    return len(args), args


class Point:
    def __init__(self, *xy):
        self.xy = xy

    def __add__(self, *others):
        return Point(*(a + b for a, b in zip(self.xy, others[0].xy)))

    def moved(self, *by):
        return Point(*map(sum, zip(self.xy, by)))

    def __lt__(self, *other):
        return self.xy < other[0].xy


class Kept(Point):
    def __init__(self, *xy):
        super().__init__(*xy)
        self.name = "kept"


def apply(f, pairs):
    out = None
    for pair in pairs:
        out = f(*pair)
    return out


def apply_add(pairs):
    out = 0
    for pair in pairs:
        out += add(*pair)
    return out


def generator(*items):
    for item in items:
        yield item * 2


def over(*items):
    return sum(generator(*items)) + sum(x for x in generator(1, *items))


def depth(n, *rest):
    return len(rest) if n == 0 else depth(n - 1, *rest, n)


def down(n, *rest):
    return rest if n == 0 else down(n - 1, *rest)


def frames(*args):
    return sys._getframe().f_locals, args


def fails(*args):
    return args[5]


def loop(n):
    s = 0
    for i in range(n):
        s += total(i, 1, 2) + len(first(i)[1]) + len(first(i, i)[1]) + total()
        s += two(i, 1) + three(i)[1] + three(i, c=5)[2] + three(i, 7)[1] + count(i)[0] + count()[0]
        s += keyed(i, 2, 3)[2] + keyed(i, k=9)[2] + len(named(i, 1, x=2)[2])
        p = Point(i, 1) + Point(2, 3)
        s += p.xy[0] + p.moved(1, 1).xy[1] + (Point(i) < Point(5)) + len(Kept(1, 2, i).xy)
        s += over(i, 2) + len(down(3, i, i)) + len(frames(i, 2)[1])
        t = (i, 2)
        s += add(*t) + add(*(1, i)) + add(*[i, 2]) + total(*t) + total(*()) + first(*t, *t)[1][0]
    return s


print(loop(2000), paths(20, 20), depth(5), down(4, 1, 2), frames(1), first(1, 2, 3), keyed(1), named(1))
print(apply(add, [(i, 2) for i in range(500)]), apply(two, [(i, 2) for i in range(500)]), apply_add([(i, 3) for i in range(500)]))
print(apply(lambda *a: a, [(1, 2), [3, 4], "ab", range(3), iter((1,)), ()]))
print(apply_add([[1, 2], (1, 2, 3), range(2), {1: 2, 3: 4}, iter((4, 5))]))


class Sub(tuple):
    def __iter__(self):
        return iter((7, 8))


print(apply_add([Sub((1, 2))]), total(*Sub((1, 2, 3))))
for bad in (lambda: two(1), lambda: two(1, 2, 3), lambda: first(), lambda: add(*(1,)), lambda: add(*(1, 2, 3, 4)),
            lambda: add(*5), lambda: fails(1), lambda: three(), lambda: three(1, 2, 3), lambda: three(1, d=4),
            lambda: apply_add([(1, "a")]), lambda: apply_add([(1,)]), lambda: Kept(*3), lambda: count(*None)):
    for _ in range(60):
        try:
            bad()
        except Exception as e:
            text = f"{type(e).__name__}: {e}"
    print(text)


def traced(*args):
    return args[0](*args[1:])


def boom(*args):
    return 1 // args[0]


try:
    for i in range(400, -1, -1):
        traced(boom, i)
except ZeroDivisionError:
    import traceback
    traceback.print_exc(file=sys.stdout)
