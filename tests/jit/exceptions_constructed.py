"""Exceptions made, and context managers entered, in compiled code; classes that change meanwhile."""


class Plain(Exception):
    pass


class WithInit(ValueError):
    kind = "w"

    def __init__(self, text, position=0, *, note=None):
        super().__init__(text, position)
        self.text = text
        self.position = position
        self.note = note

    def __str__(self):
        return f"{self.text} at {self.position}"


class NoSuper(KeyError):
    def __init__(self, a, b):
        self.total = a + b


class OwnNew(Exception):
    def __new__(cls, *args):
        self = super().__new__(cls, "new", *args)
        return self


class ReturnsValue(Exception):
    def __init__(self, *args):
        return args


class Raises(Exception):
    def __init__(self, n):
        if n % 3 == 0:
            raise Plain(n)
        self.n = n


def describe(error):
    return (type(error).__name__, error.args, sorted(error.__dict__.items(), key=str))


def make(kind, i):
    if kind == 0:
        raise Plain
    if kind == 1:
        raise Plain(i, "x")
    if kind == 2:
        raise WithInit("t", i, note=i)
    if kind == 3:
        raise WithInit(text="t")
    if kind == 4:
        raise NoSuper(i, 1)
    if kind == 5:
        raise OwnNew(i)
    if kind == 6:
        raise ReturnsValue(i)
    if kind == 7:
        raise Raises(i)
    if kind == 8:
        raise StopIteration(i)
    if kind == 9:
        raise OSError(2, "no", "file")
    if kind == 10:
        raise Plain(key=i)
    if kind == 11:
        raise WithInit()
    if kind == 12:
        raise 5
    if kind == 13:
        raise KeyError(i) from Plain
    if kind == 14:
        raise KeyError(i) from 3
    if kind == 15:
        raise ExceptionGroup("g", [Plain(i)])
    raise UnicodeDecodeError("utf-8", b"x", 0, 1, "bad")


for rounds in (2, 40):
    for kind in range(17):
        last = None
        for i in range(rounds):
            try:
                make(kind, i)
            except BaseException as error:
                last = describe(error), str(error), repr(error.__cause__), repr(error.__context__)
        print(last)


class Manager:
    log = 0

    def __enter__(self):
        Manager.log += 1
        return self

    def __exit__(self, kind, value, traceback):
        Manager.log += 10
        if kind is None:
            return value
        assert type(value) is kind and value.__traceback__ is traceback
        Manager.log += traceback.tb_lineno * 0
        return kind is KeyError


class Other:
    def __enter__(self):
        return 5

    def __exit__(self, *args):
        return len(args) == 3


def use(manager, n, raising):
    total = 0
    for i in range(n):
        try:
            with manager as m:
                total += 1 if m is manager else m
                if raising and i % 3 == 0:
                    raise KeyError(i)
                if raising and i % 3 == 1:
                    raise Plain(i)
        except Plain as error:
            total += error.args[0]
        except TypeError as error:
            print(error)
    return total


for n in (3, 50):
    print(use(Manager(), n, False), use(Manager(), n, True), Manager.log)
    print(use(Other(), n, True))

Manager.__exit__ = lambda self, *args: True
print(use(Manager(), 30, True), Manager.log)
Manager.__enter__ = lambda self: 100
print(use(Manager(), 30, True), Manager.log)
del Manager.__exit__
print(use(Manager(), 1, True))
try:
    use(5, 1, False)
except TypeError as error:
    print(error)


def changing(n):
    seen = []
    for i in range(n):
        if i == n // 2:
            Plain.__init__ = lambda self, *args: setattr(self, "late", args)
        if i == n - 2:
            del Plain.__init__
        try:
            raise Plain(i)
        except Plain as error:
            seen.append((error.args, error.__dict__.get("late")))
    return seen[0], seen[n // 2], seen[-3], seen[-1]


print(changing(60))


class Base(Exception):
    pass


class Middle(Base):
    pass


class Derived(Base):
    pass


def bases_change(n):
    caught = 0
    for i in range(n):
        if i == n // 2:
            Derived.__bases__ = (Middle,)
        try:
            raise Derived(i)
        except Middle:
            caught += 1
        except Exception:
            caught += 1000
    return caught


print(bases_change(40))


class Table(dict):
    def __init__(self, n):
        self.n = n


class Items(list):
    def __init__(self, n):
        super().__init__(range(n))


def natives_with_init(n):
    total = 0
    for i in range(n):
        table = Table(i)
        table["x"] = i
        total += table["x"] + table.n + len(Items(i % 3))
    return total


print(natives_with_init(40))
