"""Generators as parts of other iterators, and `yield from` what is no generator."""
import itertools


def counting(n):
    for i in range(n):
        yield i


def naturals():
    n = 0
    while True:
        yield n
        n += 1


def take(items, count):
    for item, _ in zip(items, range(count)):
        yield item


def zipped(n):
    values, total = counting(n), 0
    for a, b in zip(range(n - 3), values):
        total += a * b
    rest = next(values, "none left")
    values = counting(n)
    for b, a in zip(values, range(n - 3)):
        total += a - b
    return total, rest, next(values, "none left"), list(take(naturals(), 5))


def zipped_with_lists(n):
    xs, total = list(range(n)), 0
    for x, y in zip(counting(n), xs):
        total += x * y
        if x == 5:
            xs.append(1)
    for x, y, z in zip(xs, range(n), counting(n + 3)):
        total += x + y + z
    for x, y in zip(counting(n), counting(n // 2)):
        total += y
    return total


def shared(n):
    values = counting(n)
    return [(a, b) for a, b in zip(values, values)][-2:], next(values, None)


def changed_under_way(n):
    """The generator exhausts the iterator that stands behind it."""
    xs = iter(list(range(n)))

    def greedy():
        for i in range(n):
            if i == 4:
                list(xs)
            yield i
    return list((a, b) for a, b in zip(greedy(), xs))


def enumerated(n):
    total = 0
    for i, x in enumerate(counting(n), 3):
        total += i * x
    for x in map(lambda v: v * 2, counting(n)):
        total -= x
    for i, (x, y) in enumerate(zip(counting(n), range(n))):
        total += i + x - y
    return total


def fails(n):
    for i in range(n):
        if i == 7:
            raise KeyError(i)
        yield i


def failing(n):
    total, seen = 0, []
    for iterable in enumerate(fails(n)), zip(fails(n), range(n)), zip(range(n), fails(n)), map(str, fails(n)):
        try:
            for x in iterable:
                seen.append(x)
        except KeyError as error:
            total += error.args[0] + len(seen)
        total += len(list(iterable))
    return total


def from_sequences(n, xs, pair):
    yield from xs
    yield from pair
    yield from range(n)
    got = yield from enumerate(xs)
    yield got
    yield from zip(xs, pair)
    yield from "text"
    yield from {1: 2}
    yield from itertools.chain(xs, pair)


def delegating(n):
    out = []
    for x in from_sequences(n, [1, 2, 3], (4.5, 5)):
        out.append(x)
    return out


def flattened(batches):
    for batch in batches:
        yield from batch


def batches(n):
    batch = []
    for i in range(n):
        batch.append(i)
        if len(batch) == 4:
            yield batch
            batch = []
    if batch:
        yield batch


def flat(n, odd):
    total = 0
    for x in flattened(batches(n)):
        total = total * 3 % 100003 + x
    for x in flattened([[1], (2, 3), "45" if odd else [4], range(3), []]):
        total += int(x)
    return total


def sent_to_lists(n):
    g = flattened([[1, 2, 3], [4, 5]])
    out = [next(g)]
    try:
        for i in range(n):
            out.append(g.send(None if i < 3 or n < 20 else i))
    except (StopIteration, AttributeError) as error:
        out.append(repr(error))
    return out


def grown_while_delegated(n):
    xs = [0]

    def runs():
        yield from xs
    out = []
    for x in runs():
        if x < n:
            xs.append(x + 1)
        out.append(x)
    return out[-3:]


def main():
    for round in range(20):
        n = 30
        result = [zipped(n), zipped_with_lists(n), shared(n), changed_under_way(12), enumerated(n), failing(n),
                  delegating(n), flat(n, round > 12), sent_to_lists(10 if round < 15 else 25), grown_while_delegated(n)]
        if round == 0 or result != previous:
            for line in result:
                print(round, line)
        previous = result


main()
