"""super() through three levels, in hot loops, while the middle one changes."""


class A:
    def f(self, x):
        return x


class B(A):
    def f(self, x):
        return super().f(x) + 1


class C(B):
    def f(self, x):
        return super().f(x) * 2

    def g(self, n):
        t = 0
        for i in range(n):
            t += super().f(i)
        return t


def loop(o, n):
    t = 0
    for i in range(n):
        if i == 1000:
            B.f = lambda self, x: 7
        if i == 1500:
            del B.f
        if i == 1700:
            A.f = lambda self, x: 0.5
        t += o.f(i)
    return t


middle, bottom = B.f, A.f
print(loop(C(), 2000), C().g(10))
B.f, A.f = middle, bottom
print(loop(C(), 2000), C().g(1000))


class Mixin:
    def f(self, x):
        return super().f(x) + 100


class D(Mixin, A):
    pass


A.f = bottom
print(sum(D().f(i) for i in range(1000)))
try:
    Mixin().f(1)
except AttributeError as e:
    print(e)


class First:
    def __init__(self, x, y):
        self.x = x


class Second(First):
    def __init__(self, x, y):
        super().__init__(x, y)
        self.y = y


def build(n):
    t = 0
    for i in range(n):
        o = Second(i, 1)
        if o.x:
            t += o.x + o.y
        First.unused = i if i == 600 else 1
    return t, sorted(o.__dict__)


print(build(5), build(1000))
