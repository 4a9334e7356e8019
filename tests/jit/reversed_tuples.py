# reversed() of tuples in loops: opened up, alone, in enumerate() and zip(), entered in the
# middle, left and gone on with, of subclasses and of other things at the same place.


def compose(*functions):
    def composed(x):
        for f in reversed(functions):
            x = f(x)
        return x
    return composed


def weigh(items):
    total = 0
    for item in reversed(items):
        total = total * 3 + item
    return total


def numbered(items, others):
    found = []
    for i, (a, b) in enumerate(zip(reversed(items), others)):
        if a == b:
            continue
        found.append((i, a, b))
    return found


def rest(items, wanted):
    it = reversed(items)
    for item in it:
        if item == wanted:
            break
    return list(it), it.__length_hint__(), next(it, "none")


def kept(items):
    it = reversed(items)
    result = [x for x in it]
    it.__setstate__(5)
    return result + list(it)


class Odd(tuple):
    def __getitem__(self, i):
        return tuple.__getitem__(self, i) * 2


class Own(tuple):
    def __reversed__(self):
        return iter((1, 2))


pipeline = compose(lambda x: x % 1007, lambda x: x * 7, lambda x: x + 3)
value = 1
for _ in range(3000):
    value = pipeline(value)
print(value, compose()(4), compose(str)(4))

for n in range(300):
    t = tuple(range(n % 7))
    weigh(t), numbered(t, (3, 1, 2)), rest(t, n % 9), kept(t)
print(weigh((1, 2, 3)), weigh(()), weigh([1, 2, 3]), weigh("".join(()).encode()), weigh(range(4)))
print(weigh(Odd((1, 2, 3))), weigh(Own((5, 6, 7))), weigh((1.5, 2)), weigh((10 ** 30, 1)))
print(numbered((1, 2, 3), [3, 2, 2]), numbered([1, 2], (1, 1)), rest((1, 2, 3), 2), rest((1, 2, 3), 7), rest((), 1))
print(kept((1, 2)), kept(()))
try:
    weigh((1, "a", 2))
except TypeError as e:
    print(e)
try:
    weigh({1, 2})
except TypeError as e:
    print(e)


def long(items):
    total = 0
    it = reversed(items)
    for item in it:
        total += item
        if item == 20000:
            it.__setstate__(100)
    return total


print(long(tuple(range(30000))))
