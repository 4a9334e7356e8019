# Tuples made to be compared: by identity first, then equality, then order; items of all kinds.

class Event:
    def __init__(self, time, serial):
        self.time = time
        self.serial = serial

    def __lt__(self, other):
        return (self.time, self.serial) < (other.time, other.serial)

    def __eq__(self, other):
        if other.__class__ is self.__class__:
            return (self.time, self.serial,) == (other.time, other.serial,)
        return NotImplemented


class Odd:
    def __init__(self, result):
        self.result = result

    def __eq__(self, other):
        log.append("eq")
        return self.result

    def __lt__(self, other):
        log.append("lt")
        return [self.result]

    __le__ = __gt__ = __ge__ = __lt__


def orders(a, b, c, d):
    return [(a, b) < (c, d), (a, b) <= (c, d), (a, b) == (c, d), (a, b) != (c, d), (a, b) > (c, d), (a, b) >= (c, d)]


def branch(a, b, c, d):
    r = ""
    if (a, b) < (c, d):
        r += "<"
    if (a, b) == (c, d):
        r += "="
    if not (a, b) >= (c, d):
        r += "!"
    if (a,) != (c,) and (b, a, 1) > (d, c, 1):
        r += "?"
    return r


def attempt(f, *args):
    try:
        return f(*args)
    except TypeError as e:
        return str(e)


log = []
events = [Event(i * 7 % 11, i % 3) for i in range(40)]
for k in range(50):
    best = events[0]
    same = 0
    for e in events:
        if e < best:
            best = e
        if e == events[5]:
            same += 1
print(best.time, best.serial, same)
for k in range(60):
    r = orders(k % 3, k % 2, 1, 1), branch(k % 3, k % 2, 1, 1)
    if k < 12:
        print(r)
nan = float("nan")
cases = [(1, "a", 1, "b"), (1.5, 2, 1.5, 3), (nan, 1, nan, 2), (nan, 1, float("nan"), 2), (1, True, 1.0, 1),
         (None, 1, None, 1), (None, 1, 2, 1), ((1, 2), 3, (1, 2), 4), (1 << 70, 1, 1 << 70, 2), ("x", 1, 2, 1),
         ([1], 2, [1], 1), (2, None, 1, None), (1, None, 1, None), (1, None, 1, 2)]
for round in range(3):
    for case in cases:
        for k in range(10):
            r = attempt(orders, *case), attempt(branch, *case)
        print(case, *r)
for value in (True, False, 0, "", "s", None):
    print(orders(Odd(value), 1, 2, 3), orders(1, Odd(value), 1, 3), branch(Odd(value), 1, 2, 3), log)
    log.clear()
o = Odd(False)
print(orders(o, 1, o, 2), log)
