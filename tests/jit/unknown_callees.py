"""Calls whose callee is not known when the code is compiled: closures made anew, handlers
in lists and dicts, methods of many classes, callees that are no functions at all."""

import functools
import types


def add(a, b):
    return a + b


def swap(a, b):
    return b, a


def default(a, b=5):
    return a * b


def keyword_only(a, *, b=7):
    return a - b


def rest(*args, **kwargs):
    return args, kwargs


def generator(a, b):
    yield a
    yield b


def raises(a, b):
    raise ValueError(f"{a} {b}")


class Callable:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, a, b):
        return self.factor * a - b

    def method(self, a, b):
        return self.factor + a * b

    @staticmethod
    def static(a, b):
        return a | b

    @classmethod
    def of_class(cls, a, b):
        return cls.__name__, a, b


def adder(n):
    return lambda a, b: a + b + n


def call_all(handlers, rounds):
    results = []
    for i in range(rounds):
        for f in handlers:
            try:
                result = f(i, 3)
            except (TypeError, ValueError) as error:
                result = f"{type(error).__name__}: {error}"
            if isinstance(result, types.GeneratorType):
                result = list(result)
        results.append(result)
    return results[-2:], result


plain = [add]
closures = [adder(i) for i in range(3)]
two = [add, swap]
many = [add, swap, default, raises, adder(1), adder(2), lambda a, b: a % (b + 1)]
one = Callable(4)
others = [max, divmod, pow, one, one.method, Callable.static, one.of_class, functools.partial(add),
          complex, "not callable", keyword_only, rest, generator, Callable]
for handlers in (plain, closures, two, many, others, plain, [swap, add], [add, 5]):
    kept, last = call_all(handlers, 60)
    print([type(r).__name__ if isinstance(r, Callable) else r for r in kept], len(handlers))

# The same site, first with one function, then with others.
print(call_all([add], 300)[1], call_all([default], 300)[1], call_all(others[:6], 300)[1])


# Code that is used with the globals of several modules.
source = "def f(x):\n    global count\n    count += 1\n    return x + offset\n"
first, second = {"offset": 10, "count": 0}, {"offset": 20.5, "count": 100}
code = compile(source, "shared", "exec")
exec(code, first)
exec(code, second)


def through(f, n):
    total = 0
    for i in range(n):
        total += f(i)
    return total


print(through(first["f"], 500), through(second["f"], 500), through(first["f"], 500))
print(through(lambda x: first["f"](x) + second["f"](x), 500), first["count"], second["count"])


# Methods of many classes; attributes of the instance that are called; no receiver at all.
class Base:
    weight = 1

    def __init__(self, value):
        self.value = value

    def visit(self, n):
        return self.value + n

    @property
    def doubled(self):
        return 2 * self.value


class Slotted:
    __slots__ = ("value", "maybe")
    weight = 2

    def __init__(self, value):
        self.value = value

    def visit(self, n):
        return self.value - n

    @property
    def doubled(self):
        return -self.value


class Stored:
    weight = 3

    def __init__(self, value):
        self.value = value
        self.visit = lambda n: value * n
        self.doubled = "stored"


class Dynamic:
    def __init__(self, value):
        self.__dict__["value"] = value

    def __getattr__(self, name):
        if name == "visit":
            return lambda n: (n, name)
        return name

    def __setattr__(self, name, value):
        self.__dict__[name] = value + 1


derived = [type(f"Derived{i}", (Base,), {"weight": i, "visit": lambda self, n, i=i: self.value * i + n})
           for i in range(5)]


def visit_all(objects, rounds):
    total = 0
    kept = set()
    for i in range(rounds):
        for o in objects:
            result = o.visit(i)
            if isinstance(result, tuple):
                kept.add(result[1])
            else:
                total += result
            kept.add(o.weight)
            kept.add(o.doubled)
            o.value = o.value + 1 if i % 2 else o.value - 1
    return total, sorted(map(str, kept))


groups = [Base], [Base, Slotted], [Base, Slotted, Stored], derived, [*derived, Base, Slotted, Stored, Dynamic]
for classes in groups:
    print(visit_all([c(k) for k, c in enumerate(classes)], 40))
print(visit_all([Base(1)], 200)[0], visit_all([Slotted(1)], 200)[0], visit_all([c(2) for c in groups[-1]], 30))


# Keywords, at sites with several callees.
def with_keywords(handlers, n):
    total = 0
    for i in range(n):
        for f in handlers:
            total += f(i, b=2)
    return total


print(with_keywords([add, default], 100), with_keywords([add, default, keyword_only, adder(3), one], 100))


# Recursion through a variable, with a traceback.
def countdown(n, again):
    if n == 0:
        raise KeyError("end")
    return again(n - 1, again)


for _ in range(50):
    try:
        countdown(30, countdown)
    except KeyError as error:
        depth, tb = 0, error.__traceback__
        while tb:
            depth, tb = depth + 1, tb.tb_next
print(depth)
try:
    countdown(10 ** 6, countdown)
except RecursionError as error:
    print(error)
