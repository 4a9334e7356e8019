"""Module attributes, whole modules and builtins are replaced under running code: by
assignment from outside, exec in the namespace, importlib.reload, sys.modules."""

import importlib
import builtins
import math
import os
import sys
import types

folder = os.environ.get("TEST_TMP", "/tmp")
sys.path.insert(0, folder)
sys.dont_write_bytecode = True


def write(text):
    with open(os.path.join(folder, "changing_module.py"), "w") as f:
        f.write(text)
    importlib.invalidate_caches()


first = """
factor = 1
def work(x):
    return x * factor
class Thing:
    def value(self):
        return 1
def loop(n, each):
    total = 0
    for i in range(n):
        total += work(i) + factor + Thing().value()
        each(i)
    return total
"""
second = first.replace("factor = 1", "factor = 10").replace("x * factor", "x + factor").replace("return 1", "return 5")
third = "def work(x):\n    return -x\n"

write(first)
import changing_module as m


def outside(n, each):
    total = 0
    for i in range(n):
        total += m.work(i) + m.factor
        total += m.Thing().value()
        each(i)
    return total


def at(when, what):
    def each(i):
        if i == when:
            what()
    return each


def reload_as(text):
    write(text)
    importlib.reload(m)


def all_of(name, change, back=lambda: None):
    results = []
    for loop in outside, m.loop:
        results.append(loop(300, lambda i: None))
        results.append(loop(300, at(250, change)))
        back()
    print(name, results)


def put_back():
    reload_as(first)


all_of("nothing", lambda: None)
all_of("attribute", lambda: setattr(m, "factor", 3), lambda: setattr(m, "factor", 1))
all_of("function", lambda: setattr(m, "work", abs), put_back)
all_of("class", lambda: setattr(m, "Thing", type("Thing", (), {"value": lambda self: 70})), put_back)
all_of("method", lambda: setattr(m.Thing, "value", lambda self: 70), put_back)
all_of("exec", lambda: exec("factor = 9\ndef work(x): return 1", vars(m)), put_back)
all_of("reload", lambda: reload_as(second), put_back)
all_of("partly reloaded", lambda: reload_as(third), put_back)
all_of("many new names", lambda: [setattr(m, "n%d" % i, i) for i in range(500)] and setattr(m, "factor", 4), put_back)
all_of("renumbered", lambda: [delattr(m, "n%d" % i) for i in range(500) if hasattr(m, "n%d" % i)]
       and [setattr(m, "m%d" % i, i) for i in range(900)] and setattr(m, "factor", 8), put_back)


def replace_module(n):
    global m
    total = 0
    for i in range(n):
        total += m.factor
        if i == n - 50:
            m = types.SimpleNamespace(factor=100)
        if i == n - 20:
            m = kept
    return total


kept = m
print(replace_module(400), replace_module(400))


def missing_attribute(n):
    total = 0
    for i in range(n):
        if i == n - 60:
            del m.factor
        if i == n - 40:
            m.__getattr__ = lambda name: 1000 if name == "factor" else name
        if i == n - 20:
            m.factor = 7
        try:
            total += m.factor
        except AttributeError as e:
            total += 1
            message = str(e).split("'")[-2]
    del m.__getattr__
    return total, message


print(missing_attribute(400))
m.factor = 1
print(missing_attribute(400))


class Louder(types.ModuleType):
    @property
    def factor(self):
        return 555


def module_class(n):
    total = 0
    for i in range(n):
        if i == n - 30:
            m.__class__ = Louder
        if i == n - 10:
            m.__class__ = types.ModuleType
        total += m.factor
    return total


m.factor = 1
print(module_class(300), module_class(300))


def natives(n):
    total = 0
    for i in range(n):
        total += math.floor(i / 2) + math.gcd(i, 12)
        if i == n - 50:
            math.floor = lambda x: 1000
        if i == n - 40:
            math.gcd = max
        if i == n - 30:
            math.floor = floor
            math.gcd = gcd
    return total


floor, gcd = math.floor, math.gcd
print(natives(400), natives(400))


def builtin_functions(n):
    total = 0
    for i in range(n):
        total += len("abc") + abs(-i) + min(i, 7) + (1 if isinstance(i, int) else 0)
        if i == n - 60:
            builtins.len = lambda x: 100
        if i == n - 50:
            builtins.min = max
        if i == n - 40:
            builtins.isinstance = lambda *a: False
        if i == n - 30:
            exec("abs = float", globals())
        if i == n - 20:
            del globals()["abs"]
            builtins.len, builtins.min, builtins.isinstance = saved
    return total


saved = len, min, isinstance
print(builtin_functions(300), builtin_functions(300))

text = """
def f(n, each):
    total = 0
    for i in range(n):
        total += len((1, 2))
        each(i)
    return total
"""
own = {"range": range, "len": lambda x: 40}
space = {"__builtins__": own}
exec(text, space)
print(space["f"](300, at(200, lambda: own.update(len=lambda x: 7))))
print(space["f"](300, at(200, lambda: space.update(len=lambda x: 1))))
print(space["f"](300, at(200, lambda: space.pop("len"))))
try:
    space["f"](300, at(200, lambda: own.pop("len")))
except NameError as e:
    print(e)

sys.modules.pop("changing_module")
os.remove(os.path.join(folder, "changing_module.py"))
