# Methods got as attributes: bound to their receivers, kept in variables, called, compared.
import random


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n, times=1):
        self.total += n * times
        return self.total

    def fail(self, n):
        raise ValueError(n)


def kept_in_a_variable(c, n):
    add = c.add
    for i in range(n):
        add(i)
    return add(0)


def made_each_time(c, n):
    for i in range(n):
        add = c.add
        add(i, times=2)
        add(i, 3)
    return add.__self__ is c, add.__func__ is Counter.add, c.total


def fails_at(c, n, at):
    for i in range(n):
        f = c.fail if i == at else c.add
        f(i)


def native_of_subclass(r, n):
    total = 0
    for i in range(n):
        bits = r.getrandbits
        total ^= bits(20)
        if i % 7 == 0:
            total ^= bits(80) & 0xFFFF
    return total


class Stack(list):
    pass


def natives(s, n):
    for i in range(n):
        push = s.append
        push(i)
        if i % 3 == 0:
            pop = s.pop
            pop()
    return len(s), push.__self__ is s, push.__name__, s[-1]


def escapes(c, n):
    kept = []
    for i in range(n):
        m = c.add
        if i % 50 == 0:
            kept.append(m)
    return len(kept), kept[0] == kept[1], kept[0] is kept[1], len({*kept}), kept[-1](1)


def seen_in_frame(c, n):
    for i in range(n):
        m = c.add
        m(1)
        if i == n - 1:
            return sorted(locals()), locals()["m"].__self__ is c, locals()["m"] == m


def compared(c, d, n):
    same = 0
    for i in range(n):
        other = d if i % 4 == 0 else c
        same += c.add == other.add
    return same


def numbers(values):
    total = 0
    for v in values:
        total += v.bit_length()
    return total


def floats(values):
    whole = 0
    for v in values:
        whole += v.is_integer()
    return whole


print(kept_in_a_variable(Counter(), 500))
print(made_each_time(Counter(), 500))
for at in (3, 499):
    try:
        fails_at(Counter(), 500, at)
    except ValueError as e:
        print("failed", e)
print(native_of_subclass(random.Random(5), 500))
print(natives(Stack(), 400))
print(escapes(Counter(), 400))
print(seen_in_frame(Counter(), 400))
c = Counter()
print(compared(c, Counter(), 400))
print(numbers(list(range(300))), numbers([2**70, -5, 0] * 100), numbers([True, 5, 2**62] * 50))
print(floats([0.5, 2.0, 1e300] * 100))
try:
    numbers([3, 2.5])
except AttributeError as e:
    print(e)

# What the class, or the instance, has instead.
print(kept_in_a_variable(c, 300))
c.add = lambda n: n * 1000
print(kept_in_a_variable(c, 3), made_each_time(Counter(), 3))
Counter.add = lambda self, n, times=1: -n
print(kept_in_a_variable(Counter(), 300), compared(Counter(), Counter(), 8))
try:
    natives(random, 1)
except AttributeError as e:
    print(e)


class Alien:
    append = list.append
    pop = list.pop


def alien(a):
    return a.append


for _ in range(300):
    alien([])
try:
    alien(Alien())
except TypeError as e:
    print(e)
