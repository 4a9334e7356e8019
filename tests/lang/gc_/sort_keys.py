# The arrays a sort works in die with it, whatever they were left holding.
import functools, gc


class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return (self.n, [self.n]) < (other.n, [other.n])


def compare(a, b):
    return len([a] * (a.n % 7)) - len([b] * (b.n % 7))


for round in range(6):
    items = [Item(i * 7919 % 3001) for i in range(3001)]
    by_key = sorted(items, key=functools.cmp_to_key(compare), reverse=round % 2 == 0)
    whole = sorted(items, reverse=round % 2 == 1)
    print([x.n for x in by_key[::600]], [x.n for x in whole[::1000]])
    if round % 3 == 2:
        gc.collect()
