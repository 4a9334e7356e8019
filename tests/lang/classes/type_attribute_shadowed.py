"""Attributes of classes that the metaclass has too: which one comes first, asked again
and again at one place, and after the metaclass has changed."""


class Frozen:
    def __init__(self, x):
        object.__setattr__(self, "x", x)

    def __setattr__(self, name, value):
        raise AttributeError("frozen")


print(sum(Frozen(i).x for i in range(100)))


class Meta(type):
    def who(cls):
        return "meta"

    def __repr__(cls):
        return "repr of meta"


class A(metaclass=Meta):
    def who(self="nobody"):
        return f"class, {self}"

    def __repr__(self):
        return "repr of A"


class B:
    def __repr__(self):
        return "repr of B"


def ask(cls, instance):
    return cls.__repr__(instance)


for i in range(5):
    print(A.who(), A().who()[:5], ask(A, A()), ask(B, B()), B.__name__, B.__dict__.get("x"))
    if i == 1:
        Meta.who = property(lambda cls: lambda: "data descriptor")
    if i == 2:
        del Meta.who
    if i == 3:
        B.__repr__ = lambda self: "new repr of B"

for i in range(4):
    print(B.__call__ if i == 2 else type(B.__call__).__name__, B.__doc__, B.mro()[0].__name__)
    if i == 1:
        B.__call__ = "own"
        B.__doc__ = "text"
        B.mro = staticmethod(lambda: [int])
