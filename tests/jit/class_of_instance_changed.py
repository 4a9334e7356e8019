"""obj.__class__ = other, and bases that change, in a hot loop."""


class A:
    def __init__(self):
        self.v = 1

    def get(self):
        return self.v


class B(A):
    def get(self):
        return self.v + 100


class C:
    extra = 7

    def get(self):
        return -self.v


def loop(rounds):
    o = A()
    total = 0
    for i in range(rounds):
        if i == 1000:
            o.__class__ = B
        if i == 1500:
            o.__class__ = C
        if i == 2000:
            o.__class__ = A
            A.get = lambda self: 2
        total += o.get()
        if i % 500 == 499:
            print(i, total, type(o).__name__, isinstance(o, A), isinstance(o, C))
    return total


original = A.get
print(loop(2500))
A.get = original


class Left:
    def name(self):
        return "left"


class Right:
    def name(self):
        return "right"


class Child(Left):
    pass


def bases(rounds):
    child = Child()
    seen = []
    for i in range(rounds):
        if i == 1000:
            Child.__bases__ = (Right,)
        if i == 1500:
            Child.__bases__ = (Right, Left)
            del Right.name
        seen.append(child.name())
    return [seen.count(x) for x in ("left", "right")]


print(bases(2000))
