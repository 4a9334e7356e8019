"""A metaclass, or the class of a class, gets attributes that hide those of its classes."""


class Meta(type):
    pass


class Middle(Meta):
    pass


class C(metaclass=Meta):
    x = 1


class D(C, metaclass=Middle):
    x = 10


class Other:
    x = 100


def metaclass_changes(n):
    seen = []
    for i in range(n):
        seen.append((C.x, D.x, Other.x, C().x))
        if i == n - 6:
            Meta.x = property(lambda cls: 2)
        if i == n - 4:
            Middle.x = property(lambda cls: 20)
        if i == n - 3:
            Meta.x = 3  # no data descriptor
        if i == n - 2:
            del Meta.x, Middle.x
    return seen[-7:]


print(metaclass_changes(10))
print(metaclass_changes(3000))


class Loud(Meta):
    x = property(lambda cls: "loud")


def class_of_class_changes(n):
    seen = []
    for i in range(n):
        seen.append((C.x, D.x))
        if i == n - 4:
            C.__class__ = Loud
        if i == n - 2:
            C.__class__ = Meta
    return seen[-5:]


print(class_of_class_changes(10))
print(class_of_class_changes(3000))




def hook_of_metaclass(n):
    seen = []
    for i in range(n):
        seen.append(C.x)
        if i == n - 3:
            Meta.__getattribute__ = lambda cls, name: "got " + name
        if i == n - 2:
            del Meta.__getattribute__
    return seen[-4:]


print(hook_of_metaclass(10))
print(hook_of_metaclass(3000))
