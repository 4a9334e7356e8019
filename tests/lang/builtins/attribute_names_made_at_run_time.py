# getattr and its kin with names that no source contains, and of a subclass of str.
class Name(str):
    pass


class Plain:
    kind = "plain"

    def visit_a(self):
        return "a"


class Catching:
    def __getattr__(self, name):
        return type(name).__name__, name

    def __setattr__(self, name, value):
        print("set", type(name).__name__, name, value)

    def __delattr__(self, name):
        print("delete", type(name).__name__, name)


Odd = type("Odd", (), {"".join(["com", "puted"]): 1, Name("named"): 2})

p = Plain()
for i in range(3):
    name = "at" + str(i)
    setattr(p, name, i)
    print(getattr(p, "a" + "t" + str(i)), hasattr(p, "".join(["at", str(i)])), hasattr(p, name + "x"))
    delattr(p, "at" + str(i))
    print(hasattr(p, name), getattr(p, name, "default"))
print(getattr(p, "visit_" + "A".lower())())
print(getattr(Plain, "ki" + "nd"[:2]), vars(p))
setattr(Plain, "".join("kind"), "changed")
print(p.kind, Plain.kind)

c = Catching()
print(getattr(c, Name("x")), getattr(c, "x" * 2), getattr(c, "y", None))
setattr(c, Name("x"), 1)
setattr(c, "x" * 2, 1)
delattr(c, Name("x"))

print(getattr(p, Name("kind")), hasattr(p, Name("none")))
print(getattr(Odd, "comp" + "uted"), getattr(Odd, "named"), getattr(Odd(), Name("computed")))
p.__dict__["late" + "r"] = 5
print(getattr(p, "lat" + "er"), p.later)
for bad in (1, None, b"kind"):
    for f in (getattr, hasattr, delattr, lambda o, n: setattr(o, n, 1)):
        try:
            f(p, bad)
        except TypeError as error:
            print(error)
for missing in ("no" + "thing", "ki", "größe", "\ud800"):
    try:
        getattr(p, missing)
    except AttributeError as error:
        print(ascii(str(error)), ascii(error.name), error.obj is p)

# Descriptors of a type refuse other types' instances, by name.
for descriptor, instance in ((int.__dict__["real"], "text"), (str.__dict__["upper"], 1),
                             (type.__dict__["__name__"], 5)):
    try:
        descriptor.__get__(instance)
    except TypeError as error:
        print(error)


class Member:
    __slots__ = ("field",)


class Borrower:
    field = Member.__dict__["field"]
    real = int.__dict__["real"]


for action in (lambda: Borrower().field, lambda: setattr(Borrower(), "field", 1),
               lambda: delattr(Borrower(), "field"), lambda: Borrower().real,
               lambda: setattr(Borrower(), "real", 1)):
    try:
        action()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
