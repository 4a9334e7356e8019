# Attributes by code of the program: __getattr__, __setattr__, descriptors, setters, objects
# in dictionary mode, names that are made as the program runs.
from dataclasses import dataclass, FrozenInstanceError
from functools import cached_property


class Proxy:
    def __init__(self, target):
        self._target = target
        self._reads = 0

    def __getattr__(self, name):
        self._reads += 10**17 if name == "huge" else 1  # may leave compiled code
        return getattr(self._target, name)


class Target:
    alpha = 1

    def __init__(self):
        self.beta = 2
        self.huge = 5

    def method(self, x):
        return x + self.beta

    @property
    def prop(self):
        return self.beta * 3


def proxied(n):
    p = Proxy(Target())
    names = ["alpha", "beta", "prop"]
    total = 0
    for i in range(n):
        total += p.alpha + p.beta + p.prop + getattr(p, names[i % 3]) + p.method(i) + getattr(p, "beta")
        total += hasattr(p, "nothing") + hasattr(p, "beta")
        if i % 97 == 96:
            total += p.huge + p.huge
        if i == n - 3:
            p.alpha = 1000
    try:
        p.missing
    except AttributeError as e:
        print(e)
    return total, p._reads


for _ in range(3):
    print(proxied(400))


class Both:
    @property
    def x(self):
        raise AttributeError("in x")

    def __getattr__(self, name):
        return name + "!"


def both(n):
    b = Both()
    for i in range(n):
        r = b.x + b.y
    return r


print(both(3), both(600))


class Observed:
    def __init__(self):
        object.__setattr__(self, "changes", 0)

    def __setattr__(self, name, value):
        if getattr(self, name, None) != value:
            object.__setattr__(self, "changes", self.changes + 1)
            object.__setattr__(self, name, value)
        return "nobody sees this"


def observed(n):
    o = Observed()
    names = ["a", "b", "c"]
    for i in range(n):
        o.fixed = i // 3
        r = setattr(o, "other", i // 2)
        assert r is None
        setattr(o, names[i % 3], i)
        o.big = i << 60 + i % 3
    return o.changes, o.fixed, o.other, o.a, o.big


for _ in range(3):
    print(observed(500))


class Config:
    def __init__(self, data):
        self.__dict__["data"] = data

    def __getattr__(self, name):
        try:
            value = self.data[name]
        except KeyError:
            raise AttributeError(name) from None
        return Config(value) if isinstance(value, dict) else value

    def __setattr__(self, name, value):
        self.data[name] = value

    def __delattr__(self, name):
        del self.data[name]

    def count(self):
        return len(self.data)


def configs(n):
    config = Config({"server": {"port": 80, "limits": {"size": 10}}})
    total = 0
    for i in range(n):
        config.server.limits.size = i
        config.name = "x"
        total += config.server.limits.size + config.server.port + config.count()
        del config.name
        total += getattr(config, "name", None) is None
        if i == n - 5:
            config.__dict__["server"] = Config({"limits": Config({"size": 7}), "port": 1})
            config.__dict__["count"] = lambda: 10000
    try:
        config.nothing
    except AttributeError as e:
        print("no", e, e.__suppress_context__)
    return total


for _ in range(3):
    print(configs(300))


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(f"{self.name[1:]} must not be negative")
        setattr(instance, self.name, value)


class Twice:
    def __get__(self, instance, owner):
        return lambda x: (x * 2, owner.__name__)


class Box:
    width = Positive()
    height = Positive()
    twice = Twice()

    def __init__(self, width, height):
        self.width = width
        self.height = height

    @property
    def area(self):
        return self.width * self.height

    @area.setter
    def area(self, value):
        self.width = value
        self.height = 1 if value < 10**15 else value * 10**10

    @cached_property
    def cached(self):
        return self.width + 100


def boxes(n):
    box = Box(1, 1)
    refused = total = 0
    for i in range(n):
        try:
            box.width = i % 10 - 1
            box.height = i % 7
        except ValueError as e:
            refused += len(str(e))
        total += box.area + box.twice(i)[0]
        box.area = i if i % 50 else 10**16
        total += box.width + box.height % 1000 + box.cached
        if i == n - 9:
            box.twice = lambda x: (5, "own")
    return refused, total, box.twice(3), Box.width is Box.__dict__["width"]


for _ in range(3):
    print(boxes(400))
Positive.__get__ = lambda self, instance, owner: 77
print(boxes(200))
Box.__dict__["height"].__class__ = type("Other", (), {"__get__": lambda s, i, o: 3, "__set__": lambda s, i, v: None})
print(boxes(200))
Box.height = 9
print(boxes(200))


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


def points(n):
    here = Point(0)
    seen = set()
    for i in range(n):
        here = here + Point(i % 3, 1)
        seen.add(here)
    try:
        here.x = 3
    except FrozenInstanceError as e:
        print(e)
    return here, len(seen)


for _ in range(3):
    print(points(500))


class Grid:
    def __init__(self):
        self.cells = {}
        self.writes = 0

    def __setitem__(self, key, value):
        self.writes += value if value < 390 else value << 70
        self.cells[key] = value
        return "ignored"

    def __getitem__(self, key):
        return self.cells.get(key, -1)


def grids(n):
    grid = Grid()
    for i in range(n):
        x = grid[i] = i
        grid[i % 3, 1] = x + 1
    return grid.writes, grid[2, 1], len(grid.cells)


for _ in range(3):
    print(grids(400))


class Commands:
    def __init__(self):
        self.value = 0

    def do_add(self, n):
        self.value += n

    def do_swap(self, n):
        self.value ^= n

    def unknown(self, n):
        self.value -= 1

    def run(self, command, n):
        getattr(self, "do_" + command, self.unknown)(n)


def commands(n):
    c = Commands()
    for i in range(n):
        c.run(("add", "swap", "fly")[i % 3], i)
    c.do_fly = lambda n: setattr(c, "value", n)
    c.run("fly", -5)
    return c.value


for _ in range(3):
    print(commands(300))


class Record:
    def __init__(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)

    def update(self, other):
        for name in vars(other):
            setattr(self, name, getattr(other, name))


def records(n):
    total = 0
    for i in range(n):
        record = Record(alpha=i, beta=i + 1, gamma="text")
        record.update(Record(beta=7, delta=i))
        for name in ("alpha", "beta", "delta", "epsilon"):
            if hasattr(record, name):
                total += getattr(record, name)
        total += getattr(record, "zeta", 1)
    return total, vars(record)


for _ in range(3):
    print(records(200))


def bad_names(n):
    out = set()
    for i in range(n):
        for name in ("real", "none", 5, None):
            try:
                out.add(str(getattr(i, name)) if i < 2 else hasattr(i, name))
                setattr(i, name, 3)
            except (TypeError, AttributeError) as e:
                out.add(str(e))
    return sorted(map(str, out))


print(bad_names(300))


def local_classes(n):
    def make(base):
        def get():
            return base.tag, object.__setattr__
        return get
    out = []
    for cls in (Target, Proxy, Target, Box):
        cls.tag = cls.__name__
        f = make(cls)
        for _ in range(n):
            r = f()
        out.append(r[0])
    return out


print(local_classes(300))
