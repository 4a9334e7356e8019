"""A method is replaced on the class, the base and the instance while a loop calls it."""


class Base:
    def f(self, x):
        return x + 1

    def g(self, x):
        return self.f(x) + 10


class Sub(Base):
    pass


def loop(o, rounds):
    total = 0
    trail = []
    for i in range(rounds):
        if i == 1000:
            Base.f = lambda self, x: x + 2
        if i == 1200:
            Sub.f = lambda self, x: x + 3
        if i == 1400:
            o.f = lambda x: x + 4
        if i == 1600:
            del o.f
        if i == 1700:
            del Sub.f
        if i == 1800:
            Sub.g = lambda self, x: 0
        total += o.g(i) - i
        if i % 200 == 199:
            trail.append(total)
    return trail


original = Base.f
print(loop(Sub(), 2000))
Base.f = original
del Sub.g
print(loop(Sub(), 2000))
