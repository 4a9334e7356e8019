"""A module whose class is a subclass of ModuleType: its data descriptors come first."""

import types


class Louder(types.ModuleType):
    @property
    def factor(self):
        return 555

    def method(self):
        return "of the class"

    plain = "of the class"


m = types.ModuleType("m")
m.factor = 1
m.plain = "of the module"
m.__class__ = Louder
print(m.factor, getattr(m, "factor"), m.plain, m.method(), type(m).__name__)
try:
    m.factor = 2
except AttributeError as e:
    print(e)
del m.__dict__["factor"]
print(m.factor)

n = Louder("n")
n.__dict__["factor"] = 3
n.__dict__["method"] = 4
print(n.factor, n.method, n.__name__, n.__dict__["factor"])


def reads():
    seen = []
    m = types.ModuleType("m")
    m.factor = 1
    for i in range(6):
        seen.append(m.factor)
        if i == 2:
            m.__class__ = Louder
        if i == 4:
            m.__class__ = types.ModuleType
    return seen


print(reads(), reads())
