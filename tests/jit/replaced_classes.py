"""Classes, methods, properties and special methods are replaced while loops use them."""


class P:
    unit = 1

    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x

    @property
    def half(self):
        return self.x // 2

    @staticmethod
    def plain(v):
        return v + 1

    @classmethod
    def named(cls, v):
        return cls.unit + v

    def __add__(self, other):
        return self.x + other

    def __len__(self):
        return 3

    def __bool__(self):
        return True

    def __getitem__(self, i):
        if i > 7:
            raise IndexError(i)
        return i

    def __contains__(self, i):
        return i & 1 == 0

    def __eq__(self, other):
        return False

    def __lt__(self, other):
        return True

    def __call__(self, v):
        return v

    def __iter__(self):
        return iter((1, 2))

    def __neg__(self):
        return -1

    def __hash__(self):
        return 5


uses = {
    "get": lambda p: p.get(),
    "half": lambda p: p.half,
    "plain": lambda p: p.plain(4),
    "named": lambda p: p.named(4),
    "unit": lambda p: p.unit,
    "__add__": lambda p: p + 4,
    "__len__": lambda p: len(p),
    "__bool__": lambda p: 1 if p else 0,
    "__getitem__": lambda p: p[7],
    "__contains__": lambda p: 4 in p,
    "__eq__": lambda p: p == 1,
    "__lt__": lambda p: p < 1,
    "__call__": lambda p: p(6),
    "__iter__": lambda p: sum([x for x in p]),
    "__neg__": lambda p: -p,
    "__hash__": lambda p: min(hash(p), 1000),
    "__init__": lambda p: P(3).x,
}
replacements = {
    "get": lambda self: -self.x,
    "half": property(lambda self: self.x * 100),
    "plain": staticmethod(lambda v: v * 100),
    "named": classmethod(lambda cls, v: cls.unit * 100 + v),
    "unit": 100,
    "__add__": lambda self, other: NotImplemented if other == 5 else 100,
    "__len__": lambda self: 100,
    "__bool__": lambda self: False,
    "__getitem__": lambda self, i: -i,
    "__contains__": lambda self, i: i & 1 == 1,
    "__eq__": lambda self, other: True,
    "__lt__": lambda self, other: False,
    "__call__": lambda self, v: v * 100,
    "__iter__": lambda self: iter([100]),
    "__neg__": lambda self: 100,
    "__hash__": lambda self: 100,
    "__init__": lambda self, x: setattr(self, "x", x * 100),
}


def make_loop(use):
    """A loop with the use in its body, as its own code."""
    space = {"P": P, "use": use}
    exec("def loop(p, rounds, change):\n"
         "    total = 0\n"
         "    for i in range(rounds):\n"
         "        try:\n"
         "            total += use(p)\n"
         "        except Exception as e:\n"
         "            total += len(type(e).__name__)\n"
         "        if i >= rounds - 30 and i % 10 == 0:\n"
         "            change(i)\n"
         "    return total\n", space)
    return space["loop"]


for name, use in uses.items():
    loop = make_loop(use)
    original = vars(P)[name]
    p = P(9)

    def replace(i):
        setattr(P, name, replacements[name])

    def remove(i):
        if name in vars(P):
            delattr(P, name)

    def alternate(i):
        setattr(P, name, replacements[name] if i % 20 else original)

    def on_instance(i):
        if name not in ("half",):
            p.__dict__[name] = lambda *a: 77

    results = []
    for change in replace, remove, alternate, on_instance:
        setattr(P, name, original)
        results.append(loop(p, 300, lambda i: None))
        results.append(loop(p, 400, change))
        setattr(P, name, original)
        results.append(loop(p, 100, lambda i: None))
    p.__dict__.pop(name, None)
    print(name, results)


# The class itself.
class Q:
    kind = "old"

    def v(self):
        return 1


OldQ = Q


def make():
    return Q()


def classes(rounds):
    global Q
    seen = []
    total = 0
    for i in range(rounds):
        if i == 1000:
            class Q(OldQ):
                kind = "new"

                def v(self):
                    return super().v() + 10
        if i == 1200:
            Q = OldQ
        if i == 1300:
            Q = type("Made", (OldQ,), {"v": lambda self: 1000})
        q = make()
        total += q.v()
        if i % 100 == 0:
            seen.append((type(q).__name__, q.kind, isinstance(q, OldQ), isinstance(q, Q), total))
    Q = OldQ
    return seen


print(classes(1500))
print(classes(1500)[-1])


# Bases and their attributes, behind the class that is used.
class Root:
    def f(self):
        return 1


class Mixin:
    pass


class Left(Root, Mixin):
    pass


class Leaf(Left):
    pass


def behind(rounds):
    o = Leaf()
    out = []
    total = 0
    for i in range(rounds):
        if i == 500:
            Left.f = lambda self: 20
        if i == 600:
            del Left.f
        if i == 700:
            Root.f = lambda self: 300
        if i == 800:
            Leaf.__bases__ = (Mixin, Root)
            Mixin.f = lambda self: 4000
        if i == 900:
            o.__class__ = Left
        if i == 950:
            del Mixin.f
        total += o.f()
        if i % 100 == 99:
            out.append(total)
    return out


print(behind(1000))


# A class that counts its instances changes with every one.
class Counted:
    count = 0
    table = {}

    def __init__(self):
        Counted.count += 1
        self.number = Counted.count
        if self.number % 700 == 0:
            Counted.limit = self.number

    def value(self):
        return self.number + self.count


def counting(rounds):
    total = 0
    for i in range(rounds):
        total += Counted().value()
    return total


print(counting(2000), Counted.count, Counted.limit)
