"""Differences and intersections with few results, with colliding items, and loops over sets."""
import random


class Alike:
    """Items of one hash: every comparison is told."""
    log = []

    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 5

    def __eq__(self, other):
        self.log.append((self.name, getattr(other, "name", other)))
        return self is other

    def __repr__(self):
        return self.name


def logged(f, *args):
    Alike.log.clear()
    result = f(*args)
    return list(result), list(Alike.log)


a, b, c = map(Alike, "abc")
for left, right in (([a, b, c], []), ([a, b, c], [b]), ([a, b, 5, 13], [c]), ([a, b], [a, b, c])):
    print(logged(set.difference, set(left), set(right)))
    print(logged(set.intersection, set(left), set(right)))
    print(logged(set.difference, set(left), dict.fromkeys(right)))

# Results on both sides of the first growth, in the order of the table.
rng = random.Random(3)
for _ in range(300):
    spread = rng.choice([9, 20, 64, 1000])
    left = set(rng.sample(range(-spread, spread), rng.randrange(0, 18)))
    right = set(rng.sample(range(-spread, spread), rng.randrange(0, 18)))
    for item in rng.sample(sorted(left), len(left) // 3):
        left.discard(item)
    for result in (left - right, left & right, frozenset(left) - right, frozenset(left) & right,
                   left - right - left, left.difference(dict.fromkeys(right))):
        print(type(result).__name__, list(result), result == type(result)(list(result)), end=" ")
        grown = set(result)
        grown.update(right)
        print(list(grown))
print({-2, -1} - {0}, {0} - {-2}, {0, -2} & {-2}, set() - {1}, {1} & set())


class Meddler:
    """Compares equal to nothing, but empties a set on the way."""

    def __init__(self, victim):
        self.victim = victim

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.victim.clear()
        return False


victim = set(range(1, 30))
print(victim - {Meddler(victim)}, victim)
victim = set(range(1, 30))
victim.add(40)
print(list(victim.difference({Meddler(victim), *range(3, 9)})), victim)
victim = {Meddler(None), *range(2, 9)}
next(x for x in victim if isinstance(x, Meddler)).victim = victim
print(len(victim & {1, 2, 3, 4, 5, 6, 7, 8, 9}), victim)


# ---- loops ----
def walk(s):
    total = []
    for x in s:
        total.append(x)
    return total


print(walk(set()), walk({3, 1, 2}), walk(frozenset("a")), walk({i * 7 for i in range(20)}))


def change(s, how):
    seen = 0
    try:
        for x in s:
            seen += 1
            how(s, x)
        else:
            print("else", end=" ")
    except RuntimeError as e:
        print(e, end=" ")
    print(seen)


change({1}, lambda s, x: s.add(2))
change({1, 2}, lambda s, x: s.discard(x))
change({1, 2, 3}, lambda s, x: s.clear())
change({1, 2, 3}, lambda s, x: (s.discard(x), s.add(x)))
change({1, 2, 3}, lambda s, x: (s.clear(), s.update((1, 2, 3))))


def numbers():
    for x in {1, 2, 3}:
        yield x


print(list(numbers()), [x + y for x in {1, 2} for y in frozenset((3,))])


class Odd(set):
    """A set that is its own iterator."""

    def __iter__(self):
        return self

    def __next__(self):
        if not len(self):
            raise StopIteration
        return self.pop()


print(walk(Odd({1, 2, 3})))


class Plain(set):
    pass


print(walk(Plain({1, 2, 3})))
pairs = {(1, "one")}
for number, word in pairs:
    print(number, word)
try:
    for x, y in {7}:
        pass
except TypeError as e:
    print(e)
