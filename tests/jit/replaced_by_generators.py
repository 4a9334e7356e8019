"""Generators, iterators and coroutines change, between values, what loops over them rely on."""

unit = 1


def weight(x):
    return x + unit


def heavy(x):
    return x * 1000


light = weight


def changes(n):
    global unit, weight
    for i in range(n):
        if i == n - 100:
            unit = 2
        if i == n - 50:
            weight = heavy
        if i == n - 20:
            weight = light
            del globals()["unit"]
        if i == n - 10:
            unit = 0.5
        yield i


def over_generator(n):
    total = 0
    missing = 0
    for x in changes(n):
        try:
            total += weight(x)
        except NameError:
            missing += 1
    return total, missing


for round in range(3):
    unit, weight = 1, light
    print(over_generator(400), over_generator(150))


def relies(n):
    """Relies on globals itself; its consumer changes them."""
    for i in range(n):
        yield weight(i) + unit


def consumer(n):
    global unit, weight
    out = []
    for k, x in enumerate(relies(n)):
        out.append(x)
        if k == n - 30:
            unit = 100
        if k == n - 20:
            weight = heavy
        if k == n - 10:
            weight = light
    return sum(out), out[-35:]


for round in range(2):
    unit, weight = 1, light
    print(consumer(500))


def delegating(n):
    yield from relies(n)
    global unit
    unit = -1
    yield from relies(5)


unit, weight = 1, light
print(sum(delegating(300)), unit)


class Iterator:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        global unit
        self.n -= 1
        if self.n == 40:
            unit = 50
        if self.n == 30:
            Iterator.__next__ = next_of_last
        return self.n


def next_of_last(self):
    self.n -= 1
    if self.n < 0:
        raise StopIteration
    return -self.n


first_next = Iterator.__next__


def over_iterator(n):
    total = 0
    for x in Iterator(n):
        total += x * unit
    return total


for round in range(3):
    unit = 1
    Iterator.__next__ = first_next
    print(over_iterator(500))


def sender():
    got = 0
    while True:
        got = yield weight(got) + unit


def sending(n):
    global unit, weight
    g = sender()
    next(g)
    total = 0
    for i in range(n):
        total += g.send(i)
        if i == n - 50:
            unit = 3
        if i == n - 40:
            weight = heavy
    g.close()
    return total


for round in range(2):
    unit, weight = 1, light
    print(sending(400))


async def pause():
    global unit
    unit += 1


async def waiting(n):
    total = 0
    for i in range(n):
        total += unit
        if i % 100 == 99:
            await pause()
        total += weight(unit)
    return total


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as e:
        return e.value


unit, weight = 1, light
print(run(waiting(500)), unit)


def comprehensions(n):
    global unit
    unit = 1

    def raise_unit(i):
        global unit
        if i == n - 5:
            unit = 9
        return i

    return sum([unit * raise_unit(i) for i in range(n)]), sum(unit + raise_unit(i) for i in range(n))


print(comprehensions(300), comprehensions(300))
print(sum(map(lambda x: changes_in_map(x) + unit, range(300))) if "changes_in_map" in globals() else "none")


def changes_in_map(x):
    global unit
    if x == 200:
        unit = 1000
    return x


unit = 1
print(sum(map(lambda x: changes_in_map(x) + unit, range(300))), sorted(range(300), key=lambda x: -changes_in_map(x))[0])
