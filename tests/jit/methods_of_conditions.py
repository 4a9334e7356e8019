# Comparisons, truth, membership and length of instances, by methods that are inlined:
# with results of all kinds, and left in the middle.
import sys


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __eq__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        if self.x == other.x:
            return self.y < other.y
        return self.x < other.x

    def __hash__(self):
        return hash((self.x, self.y))


class Near(Point):
    def __le__(self, other):
        return self.x <= other.x


class Far(Point):
    def __le__(self, other):
        return self.x <= other.x


class Bag:
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __contains__(self, item):
        for i in self.items:
            if i == item:
                return "yes"
        return ""


class Flag:
    def __init__(self, on):
        self.on = on

    def __bool__(self):
        return self.on


class Plain:
    pass


def smallest(points):
    best = points[0]
    for p in points:
        if p < best:
            best = p
    return best.x, best.y


def count_equal(points, wanted):
    n = 0
    for p in points:
        if p == wanted:
            n += 1
        equal = p == wanted
        n += equal * 10
        if not p == wanted and p != None:
            n += 100
    return n


def bags(list_of_bags, item):
    n = 0
    for bag in list_of_bags:
        if bag:
            n += len(bag)
        if item in bag:
            n += 100
        if item not in bag:
            n += 10000
        while not bag:
            n += 1
            break
    return n


def flags(fs):
    n = 0
    for f in fs:
        if f:
            n += 1
        elif not f:
            n += 100
    return n


def plain(objects, one):
    n = 0
    for o in objects:
        if o:
            n += 1
        if o == one:
            n += 10
        if o != one:
            n += 100
        if o == 5 or o == None or o == "x":
            n += 1000
    return n


points = [Point(i * 7 % 13, i % 5) for i in range(50)]
for k in range(60):
    r = smallest(points), count_equal(points, points[9])
print(r)
for k in range(60):
    r = bags([Bag([1, 2]), Bag([]), Bag([3])], 3)
print(r)
for k in range(60):
    r = flags([Flag(True), Flag(False), Flag(True)])
print(r)
ps = [Plain() for i in range(20)]
for k in range(60):
    r = plain(ps, ps[3])
print(r)


def mixed(points):
    n = 0
    for a in points:
        for b in points:
            if a <= b:
                n += 1
            if a < b:
                n += 100
    return n


for k in range(20):
    r = mixed([Near(1, 2), Far(2, 1), Near(0, 0), Far(1, 1)])
print(r)

# What has not been seen before.
print(count_equal(points + [3, None, "x"], points[9]))
print(count_equal([Near(11, 4), Point(11, 4)], Near(11, 4)))
try:
    smallest(points + [Bag([])])
except TypeError as e:
    print(type(e), e)
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next


class Bad:
    def __init__(self, result):
        self.result = result

    def __bool__(self):
        return self.result

    def __len__(self):
        return self.result

    def __lt__(self, other):
        return self.result

    def __contains__(self, item):
        return self.result


class BadLength:
    def __init__(self, result):
        self.result = result

    def __len__(self):
        return self.result


def truth(o):
    if o:
        return 1
    return 0


def less(a, b):
    if a < b:
        return 1
    return 0


def within(a, b):
    if b in a:
        return 1
    return 0


def size(o):
    return len(o)


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


for value in [True, False, 0, 1, 5, -1, 2.5, "", "text", None, NotImplemented, 1 << 70, [], [0]]:
    for k in range(40):
        r = [attempt(truth, Bad(True)), attempt(less, Bad(True), Bad(1)), attempt(within, Bad(False), 1),
             attempt(size, Bad(3)), attempt(truth, BadLength(k % 3)), attempt(size, BadLength(k))]
    if value is NotImplemented:
        print(attempt(less, Bad(value), Bad(1)), attempt(less, Bad(value), 1))
        continue
    print(repr(value), attempt(truth, Bad(value)), attempt(less, Bad(value), Bad(1)), attempt(within, Bad(value), 1),
          attempt(size, Bad(value)), attempt(truth, BadLength(value)), attempt(size, BadLength(value)))
    for k in range(40):
        attempt(truth, Bad(value)), attempt(less, Bad(value), Bad(1)), attempt(within, Bad(value), 1)
        attempt(size, Bad(value)), attempt(truth, BadLength(value)), attempt(size, BadLength(value))
    print(repr(value), attempt(truth, Bad(value)), attempt(less, Bad(value), Bad(1)), attempt(within, Bad(value), 1),
          attempt(size, Bad(value)), attempt(truth, BadLength(value)), attempt(size, BadLength(value)))


class Looker:
    def __init__(self, x):
        self.x = x

    def __lt__(self, other):
        frame = sys._getframe(1)
        seen.append((frame.f_code.co_name, frame.f_lineno, frame.f_locals["a"].x))
        return self.x < other.x


seen = []


def look(a, b):
    if a < b:
        return "less"
    return "not"


for k in range(40):
    result = look(Looker(k), Looker(20))
print(seen[-1], result, len(seen))

# Methods replaced while the code is in use.
def ask(a, b):
    r = 0
    if a < b:
        r += 1
    if a:
        r += 10
    if 1 in a:
        r += 100
    return r + len(a) * 1000


class Asked(Bag):
    def __lt__(self, other):
        return len(self.items) < len(other.items)


for k in range(50):
    result = ask(Asked([1]), Asked([2, 3]))
print(result)
Asked.__lt__ = lambda self, other: False
print(ask(Asked([1]), Asked([2, 3])))
Asked.__bool__ = lambda self: False
print(ask(Asked([1]), Asked([2, 3])))
Bag.__len__ = lambda self: 7
print(ask(Asked([1]), Asked([2, 3])))
Bag.__contains__ = None
print(attempt(ask, Asked([1]), Asked([2, 3])))


# Attributes that several classes have in the same place, and one that has not.
class A:
    def __init__(self, v):
        self.v = v

    def add(self, n):
        t = self.v + n
        self.v = t % 100
        return self.v


class B(A):
    pass


class C(A):
    def __init__(self, v):
        self.before = 1
        self.v = v


def run(objects, n):
    t = 0
    for o in objects:
        t += o.add(n) + o.v
        if n == 77 and type(o) is B:
            o.__class__ = A
        t += o.v
    return t


for k in range(60):
    r = run([A(1), B(2), A(3), B(4)], k)
print(r, run([A(1), B(2), C(3), B(4)], 5), run([A(1), B(2), C(3), B(4)], 77))
for k in range(60):
    r = run([A(1), B(2), C(3), B(4)], k)
print(r)
