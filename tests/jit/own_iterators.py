"""Loops and `yield from` over instances whose __iter__ is a generator, and over others in between."""
import gc


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


class Items:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        for item in self.items:
            yield item


class Counted(Items):
    made = 0

    def __iter__(self):
        Counted.made += 1
        yield from super().__iter__()


class Plain:
    def __iter__(self):
        return iter((7, 8))


class Stepping:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


def build(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(middle, build(low, middle), build(middle + 1, high))


def total(it):
    t = 0
    for x in it:
        t += x
    return t


def pairs(items):
    return [(x, y) for x in items for y in items if x < y]


def flattened(parts):
    for part in parts:
        yield from part


def early(items, stop):
    for x in items:
        if x == stop:
            return x
    else:
        return None


tree = build(0, 200)
print(sum(total(tree) for _ in range(30)), list(tree) == list(range(200)), sorted(tree)[-1], max(tree), len(set(tree)))
items = Items(1, 2, 3, 4)
print(sum(total(items) for _ in range(300)), len([pairs(items) for _ in range(100)][-1]))
print([total(x) for x in [Items(1, 2), Counted(3, 4), Plain(), Stepping(5), [1], (2, 3), {4: 5}, range(3)] * 20][-8:], Counted.made)
for _ in range(60):
    found = list(flattened([items, Counted(5), Plain(), "ab", Stepping(2), [9], tree.left.left.left.left]))
print(found, Counted.made)
print([early(items, k) for k in range(6)] * 1, [early(items, 3) for _ in range(100)][-1])


def changing(n):
    t = 0
    for i in range(n):
        if i == n // 2:
            Items.__iter__ = lambda self: iter(self.items * 2)
        for x in items:
            t += x
    return t


kept = Items.__iter__
print(changing(400))
Items.__iter__ = kept
print(changing(40))
Items.__iter__ = kept


class Failing:
    def __iter__(self):
        yield 1
        raise KeyError("in the middle")


def failing(n):
    said = set()
    f = Failing()
    for i in range(n):
        try:
            for x in f:
                last = x
        except KeyError as e:
            said.add((str(e), e.__traceback__.tb_next.tb_frame.f_code.co_name, last))
    return said


print(failing(200))


def deep(n):
    node = None
    for i in range(n):
        node = Tree(i, node)
    return node


for n in (50, 100, 3000):
    try:
        print(total(deep(n)))
    except RecursionError as e:
        print("RecursionError", e)


def alive(n):
    """Generators that are left in the middle, and looked at."""
    t = 0
    for i in range(n):
        it = iter(tree)
        for x in it:
            if x == 5:
                break
        t += it.gi_frame is not None
        it.close()
        t += it.gi_frame is None
        t += next(it, 1)
    return t


print(alive(100))
gc.collect()


def locals_of(n):
    def gen(a):
        b = a * 2
        yield b
        if a < 0:
            c = 1
        yield locals()
        del b
        yield locals()
        print(c)

    out = []
    for i in range(n):
        g = gen(i)
        out.append([next(g), next(g), next(g)])
        try:
            next(g)
        except UnboundLocalError as e:
            out[-1].append(str(e))
        out[-1].append(list(g))
    return out[-1]


print(locals_of(60))
