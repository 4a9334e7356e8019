"""Attributes by name: getattr, setattr, __getattr__, __slots__, proxies, observers, descriptors."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Record:
    def __init__(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)

    def update(self, other):
        for name in vars(other):
            setattr(self, name, getattr(other, name))


class Proxy:
    """Passes on what it does not have, counting."""

    def __init__(self, target):
        self._target = target
        self._reads = 0

    def __getattr__(self, name):
        self._reads += 1
        return getattr(self._target, name)


class Observed:
    def __init__(self):
        object.__setattr__(self, "changes", 0)

    def __setattr__(self, name, value):
        if getattr(self, name, None) != value:
            object.__setattr__(self, "changes", self.changes + 1)
            object.__setattr__(self, name, value)


class Config:
    """Dotted names over nested dicts."""

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


class Positive:
    """A descriptor that refuses negative numbers."""

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(f"{self.name[1:]} must not be negative")
        setattr(instance, self.name, value)


class Box:
    width = Positive()
    height = Positive()

    def __init__(self, width, height):
        self.width = width
        self.height = height

    @property
    def area(self):
        return self.width * self.height


class Commands:
    """Methods found by the name of a command."""

    def __init__(self):
        self.value = 0

    def do_add(self, n):
        self.value += n

    def do_double(self, n):
        self.value = self.value * 2 % 1000003

    def do_swap(self, n):
        self.value ^= n

    def unknown(self, n):
        self.value -= 1

    def run(self, command, n):
        getattr(self, "do_" + command, self.unknown)(n)


def getattr_setattr(n):
    fields = ["alpha", "beta", "gamma", "delta", "epsilon"]
    total = 0
    for i in range(n // 10):
        record = Record(alpha=i, beta=i + 1, gamma="text")
        record.update(Record(beta=7, delta=i))
        for name in fields:
            if hasattr(record, name):
                total += name != "gamma" and getattr(record, name)

    proxy = Proxy(Record(alpha=1, beta=2, gamma=3))
    for i in range(n):
        total += proxy.alpha + getattr(proxy, fields[i % 3])

    observed = Observed()
    for i in range(n // 2):
        setattr(observed, fields[i % 5], i // 10)

    config = Config({"server": {"port": 80, "limits": {"size": 10}}, "debug": False})
    for i in range(n // 5):
        config.server.limits.size = i
        config.name = "x"
        total += config.server.limits.size + config.server.port
        del config.name
        total += getattr(config, "name", None) is None

    box = Box(1, 1)
    refused = 0
    for i in range(n // 2):
        try:
            box.width = i % 10 - 1
            box.height = i % 7
        except ValueError:
            refused += 1
        total += box.area

    commands = Commands()
    for i in range(n):
        commands.run(("add", "double", "swap", "fly")[i % 4], i)
    return total, proxy._reads, observed.changes, refused, commands.value


if __name__ == "__main__":
    measure("getattr_setattr", getattr_setattr, 120_000,
            expect=(435155962, 240000, 30000, 6000, 645964),
            small=((8_000,), (2130361, 16000, 2000, 400, 492026)))
