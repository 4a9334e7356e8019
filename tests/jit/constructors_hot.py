"""Classes called in hot loops: __init__ that changes, raises, returns; __new__; metaclass calls."""


class A:
    def __init__(self, v):
        self.v = v


class B:
    def __new__(cls, v):
        if v % 100 == 0:
            return None
        o = super().__new__(cls)
        o.made = v
        return o

    def __init__(self, v):
        self.v = v * 2


class Meta(type):
    def __call__(cls, *a):
        o = super().__call__(*a)
        o.tag = "meta"
        return o


class C(metaclass=Meta):
    def __init__(self, v):
        self.v = v


class E(Exception):
    def __init__(self, code):
        super().__init__("code %d" % code)
        self.code = code


def make(cls, n):
    t = 0
    for i in range(n):
        o = cls(i)
        t += o.v if o is not None else 1000000
    return t, o.__dict__


print(make(A, 1000), make(B, 1000), make(C, 1000))
A.__init__ = lambda self, v: setattr(self, "v", -v)
print(make(A, 1000))
del A.__init__
for n in range(300):
    try:
        A(n)
    except TypeError as e:
        text = str(e)
print(text)
A.__init__ = lambda self, v: v
try:
    A(1)
except TypeError as e:
    print(e)
A.__init__ = lambda self, v: None
try:
    make(A, 3)
except AttributeError as e:
    print(e)
codes = 0
for i in range(1000):
    try:
        raise E(i)
    except E as e:
        codes += e.code + len(str(e))
print(codes)
