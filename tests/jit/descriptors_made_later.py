"""Attributes whose classes become descriptors, or are none any more, after code has run hot."""


def check(read, expected):
    for _ in range(1500):
        if read() != expected:
            print("wrong", read(), expected)
            return
    print("right", expected)


def attribute_of_instance():
    class Descriptor:
        pass

    class C:
        x = Descriptor()

        def __init__(self):
            self.x = 1

    o = C()
    check(lambda: o.x, 1)
    Descriptor.__get__ = lambda self, instance, owner: 2
    check(lambda: o.x, 1)
    Descriptor.__set__ = lambda *args: None
    check(lambda: o.x, 2)
    o.x = 5
    check(lambda: o.x, 2)
    del Descriptor.__set__
    check(lambda: o.x, 1)
    del Descriptor.__get__
    check(lambda: o.x, 1)


def method_of_instance():
    class Descriptor:
        pass

    class C:
        m = Descriptor()

    o = C()
    o.m = lambda: "own"
    check(lambda: o.m(), "own")
    Descriptor.__get__ = lambda self, instance, owner: lambda: "got"
    Descriptor.__set__ = lambda self, instance, value: None
    check(lambda: o.m(), "got")


def attribute_of_class():
    class Descriptor:
        def __eq__(self, other):
            return other == "itself"

    class Base:
        x = Descriptor()

    class C(Base):
        pass

    o = C()
    check(lambda: C.x, "itself")
    check(lambda: o.x, "itself")
    Descriptor.__get__ = lambda self, instance, owner: (instance is None, owner.__name__)
    check(lambda: C.x, (True, "C"))
    check(lambda: o.x, (False, "C"))


def stored():
    class Descriptor:
        pass

    class C:
        x = Descriptor()

    o = C()
    log = []

    def write(values):
        for v in values:
            o.x = v

    write(range(2000))
    print(o.__dict__)
    Descriptor.__set__ = lambda self, instance, value: log.append(value)
    write(range(3))
    print(o.__dict__, log)


def of_metaclass():
    class Descriptor:
        pass

    class Meta(type):
        x = Descriptor()

    class C(metaclass=Meta):
        x = "of the class"

    check(lambda: C.x, "of the class")
    Descriptor.__get__ = lambda self, instance, owner: "of the metaclass"
    Descriptor.__set__ = lambda *args: None
    check(lambda: C.x, "of the metaclass")


attribute_of_instance()
method_of_instance()
attribute_of_class()
stored()
of_metaclass()
