"""Closure cells and defaults change while code that has read them is on the stack."""


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n

    def peek():
        return n

    return step, peek


def loop(rounds):
    step, peek = counter()
    total = 0
    for i in range(rounds):
        total += step() * 2 - peek()
        if i == 1000:
            step.__closure__[0].cell_contents = -500
        if i == 1500:
            step.__closure__[0].cell_contents = 0.5
    return total


print(loop(2000), loop(10))


def own_cell(rounds):
    value = 1
    total = 0

    def change(i):
        nonlocal value
        if i == 700:
            value = 10
        if i == 800:
            del value
        if i == 801:
            value = "ab"
        return i

    for i in range(rounds):
        change(i)
        try:
            total += value if i < 801 else len(value)
        except NameError as e:
            print(type(e).__name__, e)
    return total


print(own_cell(1000), own_cell(1000))


def replaced_inner():
    def inner(x):
        return x + 1

    def other(x):
        return x * 2 % 1001

    def use(x):
        return inner(x)

    def swap():
        nonlocal inner
        inner = other

    return use, swap


def through_cell(rounds):
    use, swap = replaced_inner()
    x = 1
    for i in range(rounds):
        x = use(x)
        if i == rounds - 200:
            swap()
    return x


print(through_cell(1000), through_cell(1500))


class Base:
    def who(self):
        return 1


class Derived(Base):
    def who(self):
        return super().who() + 10


def class_cell(rounds):
    d = Derived()
    cell = Derived.who.__closure__[0]
    total = 0
    for i in range(rounds):
        if i == 500:
            Base.who = lambda self: 100
        if i == 600:
            cell.cell_contents = Middle
        total += d.who()
    Base.who = first_who
    cell.cell_contents = Derived
    return total


first_who = Base.who


class Middle(Derived):
    pass


Derived.__bases__ = (Base,)
try:
    print(class_cell(400), class_cell(550))
    print(class_cell(700))
except TypeError as e:
    print(e)


def defaults(a, b=1, *, c=2):
    return a + 10 * b + 100 * c


def changing(rounds):
    out = []
    total = 0
    for i in range(rounds):
        if i == 400:
            defaults.__defaults__ = (3,)
        if i == 500:
            defaults.__kwdefaults__["c"] = 4
        if i == 600:
            defaults.__kwdefaults__ = {"c": 5, "unused": 6}
        if i == 700:
            del defaults.__kwdefaults__["c"]
        if i == 750:
            defaults.__kwdefaults__ = None
            defaults.__code__ = (lambda a, b=0: b).__code__
        try:
            total += defaults(i & 1) + defaults(1, b=i & 1)
        except TypeError as e:
            total += len(str(e))
        if i % 50 == 49:
            out.append(total)
    return out


print(changing(800))


def mutable(x, seen=[]):
    seen.append(x)
    return len(seen)


def mutables(rounds):
    total = 0
    for i in range(rounds):
        total += mutable(i)
        if i == 600:
            mutable.__defaults__[0].clear()
        if i == 700:
            mutable.__defaults__ = ([0] * 5,)
    return total, len(mutable.__defaults__[0])


print(mutables(800))


def make_adders(count):
    return [lambda x, k=k: x + k + shift for k in range(count)]


shift = 0


def many_functions_of_one_code(rounds):
    global shift
    adders = make_adders(5)
    total = 0
    for i in range(rounds):
        total += adders[i % 5](i)
        if i == 500:
            adders[2].__defaults__ = (1000,)
        if i == 600:
            adders[3].__code__ = defaults.__code__.replace()
            adders[3] = adders[1]
        if i == 700:
            shift = 7
    shift = 0
    return total


print(many_functions_of_one_code(1000), many_functions_of_one_code(1000))


# The cell of a class that an inlined method's super() looks at.
class Lower(Base):
    def who(self):
        return super().who() + 10


def cell_of_super(rounds):
    o = Lower()
    cell = Lower.who.__closure__[0]
    total = 0
    try:
        for i in range(rounds):
            total += o.who()
            if i == rounds - 10:
                cell.cell_contents = Middle
    except TypeError as e:
        return total, str(e)
    finally:
        cell.cell_contents = Lower


print(cell_of_super(50), cell_of_super(1000), cell_of_super(3000))
