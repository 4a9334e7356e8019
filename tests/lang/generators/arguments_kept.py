# What is given to a generator function by *args lives until the generator is made.


def each(*items, **names):
    for item in items:
        yield item
    yield sorted(names.items())


def total(rounds):
    out = 0
    for i in range(rounds):
        kept = list(each(*[str(i), [i], (i, i)], first=[i], second=str(i)))
        out += int(kept[0]) + kept[1][0] + kept[2][1] + len(kept[3])
    return out


print(total(2000))
print([list(pair) for pair in map(each, ["a", "b"], [[1], [2]])])
