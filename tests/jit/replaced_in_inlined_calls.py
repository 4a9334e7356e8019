"""Functions replace, deep in calls that may be inlined, what their callers rely on."""

scale = 1
log = []


def leaf(x):
    global scale, middle, leaf
    if x == 1500:
        scale = 2
    if x == 1600:
        middle = other_middle
    if x == 1700:
        leaf = other_leaf
    if x == 1800:
        outer.__code__ = other_outer.__code__
    if x == 1850:
        del globals()["scale"]
    return x & 3


def other_leaf(x):
    global leaf
    if x == 1750:
        leaf = first_leaf
    return -1


def middle(x):
    y = leaf(x)
    try:
        return y + scale
    except NameError as e:
        return missing(e, y)


def missing(e, y):
    log.append(str(e))
    globals()["scale"] = 5
    return y


def other_middle(x):
    y = leaf(x) * 10
    try:
        return y + scale
    except NameError as e:
        return missing(e, y)


def outer(x):
    a = middle(x)
    b = middle(x + 1)
    return a - b + scale * 100


def other_outer(x):
    return middle(x) * 1000 + scale


first_leaf, first_middle, first_outer = leaf, middle, outer.__code__


def loop(rounds):
    total = 0
    trail = []
    for i in range(rounds):
        total += outer(i)
        if i % 50 == 49 and i > 1400:
            trail.append(total)
    return trail


for round in range(3):
    leaf, middle, scale = first_leaf, first_middle, 1
    outer.__code__ = first_outer
    print(loop(2000))
    print(log)


class Adder:
    step = 1

    def __init__(self, value):
        self.value = value
        if value == 900:
            Adder.step = 2
        if value == 950:
            Adder.__init__ = other_init

    def add(self):
        if self.value == 970:
            Adder.add = lambda self: -self.value
        return self.value + self.step


def other_init(self, value):
    self.value = value * 10
    self.more = 1
    if value == 990:
        del Adder.__init__
        Adder.value = 3


first_init, first_add = Adder.__init__, Adder.add


def constructors(rounds):
    total = 0
    for i in range(rounds):
        try:
            total += Adder(i).add()
        except TypeError as e:
            return total, i, str(e)
    return total


for round in range(3):
    Adder.__init__, Adder.add, Adder.step = first_init, first_add, 1
    print(constructors(1000))


# The frame in the middle of three was called under conditions that no longer hold.
depth_seen = []


def down(n):
    global up
    if n == 0:
        up = new_up
        return 0
    r = down(n - 1)
    return r + up(n)


def up(n):
    return n


def new_up(n):
    return n * 1000


old_up = up


def recursions():
    for depth in (3, 40, 200):
        for i in range(60):
            globals()["up"] = old_up
            depth_seen.append(down(depth))
    return depth_seen[0], depth_seen[-1], sum(depth_seen)


print(recursions())
