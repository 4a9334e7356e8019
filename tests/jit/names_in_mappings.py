"""Code whose variables are in a mapping: modules, class bodies, exec() of one code everywhere."""


class Noting(dict):
    def __init__(self):
        self.log = []

    def __getitem__(self, name):
        self.log.append("get " + name)
        return dict.__getitem__(self, name)

    def __setitem__(self, name, value):
        self.log.append("set " + name)
        dict.__setitem__(self, name, value)

    def __missing__(self, name):
        raise KeyError(name)

    def __delitem__(self, name):
        self.log.append("del " + name)
        dict.__delitem__(self, name)


code = compile("for i in range(3):\n    x = i\n    y = x + 1\ndel y\n", "code", "exec")
for _ in range(30):
    names = {}
    exec(code, names)
print(sorted(names))
for _ in range(30):
    exec(code, names)
apart = {}
for _ in range(30):
    exec(code, names, apart)
print(sorted(apart), sorted(names))
for _ in range(5):
    noting = Noting()
    exec(code, {}, noting)
print(noting.log, sorted(noting))
other = {}
exec(code, other)
print(sorted(other))


def make_classes(count):
    made = []
    for i in range(count):
        base = made[-1] if made and i % 4 else object

        class Made(base):
            number = i
            text: str = "t" * number
            doubled = [i * 2 for i in range(2)]
            if number % 2:
                odd = True
            else:
                del text

            def get(self, i=i):
                return self.number + i + __class__.number

            @property
            def also(self):
                return self.get()

        made.append(Made)
    return made


for count in (3, 40):
    classes = make_classes(count)
    print(sum(c().get() for c in classes), sum(c().also for c in classes), len(classes[-1].__mro__),
          classes[-1].doubled, [hasattr(c, "odd") for c in classes[-3:]], classes[-1].__annotations__,
          [c.__dict__.get("text") for c in classes[-2:]])


def importing(count):
    total = 0
    for i in range(count):
        import math
        from os.path import join as joined, sep
        import os.path as path
        import collections.abc
        total += math.floor(1.5) + len(joined("a", "b")) + len(sep) + (path.sep == sep)
        try:
            from math import nothing_like_that
        except ImportError as error:
            total += len(error.name)
        try:
            import no_such_module_at_all
        except ModuleNotFoundError as error:
            total += len(error.name)
    return total, collections.abc.Sized.__name__


print(importing(3), importing(40))

star = compile("from math import *\nr = floor(2.5)\n", "star", "exec")
for _ in range(20):
    names = {}
    exec(star, names)
print(names["r"], "pi" in names)

counter = 0


def globals_come_and_go(count):
    global counter, passing
    for i in range(count):
        passing = i
        counter += passing
        del passing
        try:
            passing
        except NameError as error:
            counter += len(str(error))
    try:
        del passing
    except NameError as error:
        return str(error)


print(globals_come_and_go(3), counter, globals_come_and_go(40), counter)


def cells(count):
    value = 0
    out = []

    def deleting():
        nonlocal value
        del value

    def reading():
        return value

    for i in range(count):
        value = i
        if i % 3 == 1:
            deleting()
        elif i % 3 == 2:
            del value
        try:
            out.append(reading())
        except NameError as error:
            out.append(str(error))
        try:
            deleting()
        except NameError as error:
            out.append(str(error))
    return out[-6:]


print(cells(5))
print(cells(40))


def groups(count):
    found = []
    for i in range(count):
        try:
            try:
                raise ExceptionGroup("g", [KeyError(i), ValueError(i), ExceptionGroup("h", [IndexError(i)])])
            except* KeyError as group:
                found.append(len(group.exceptions))
                if i % 5 == 4:
                    raise LookupError(i)
            except* IndexError as group:
                found.append(type(group.exceptions[0]).__name__)
        except ExceptionGroup as rest:
            found.append([type(e).__name__ for e in rest.exceptions])
    return found[-7:]


print(groups(3))
print(groups(40))


def looking_at_locals(count):
    total = 0
    for i in range(count):
        inner = i * 2
        total += len(locals()) + locals()["inner"]
        total += eval("inner + i")
        exec("outside = inner", globals())
    return total


inner = 5
print(looking_at_locals(3), looking_at_locals(60))

for k in range(60):
    module_variable = k
    exec("module_variable += 1")
    module_variable += len(vars()) * 0
print(module_variable)
