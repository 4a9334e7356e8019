class Meta(type):
    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("frozen", ()):
            raise AttributeError(f"cannot reassign {name!r}")
        super().__setattr__(name, value)

class C(metaclass=Meta):
    frozen = ("RED",)
    RED = 1

print(len(C.__dict__) > 3, C.__dict__["RED"], sorted(k for k in vars(C) if not k.startswith("__")))
C.BLUE = 2
print(C.BLUE, C.__dict__.get("BLUE"))
try:
    C.RED = 5
except AttributeError as e:
    print(e)

import types
class M(types.ModuleType):
    extra = 1
m = M("name")
m.value = 3
print(m.__dict__["value"], m.__dict__["__name__"], m.extra, "value" in vars(m))
