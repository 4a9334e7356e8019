"""__slots__, properties with setters, and descriptors in hot loops; deleted slots raise."""


class Slotted:
    __slots__ = "a", "_b"

    def __init__(self, a):
        self.a = a
        self._b = 0

    @property
    def b(self):
        return self._b

    @b.setter
    def b(self, value):
        if value > 5000:
            raise ValueError("too much: %r" % value)
        self._b = value


class Half:
    def __get__(self, instance, owner):
        return self if instance is None else instance.a / 2


Slotted.half = Half()


def loop(s, rounds):
    total = 0
    for i in range(rounds):
        s.b = i
        s.a += s.b & 1
        total += s.half + s.b
        if i == 4000:
            s.a = 1.5
    return total


print(loop(Slotted(3), 4500))
for n in (6000, 100):
    s = Slotted(1)
    try:
        print(loop(s, n))
    except ValueError as e:
        print(e, s.a, s.b)
s = Slotted(1)
del s.a
for action in (lambda: loop(s, 10), lambda: s.missing, lambda: setattr(s, "c", 1)):
    try:
        action()
    except AttributeError as e:
        print(e)
