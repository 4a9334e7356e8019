# What sets and dicts hold outlives collections, however it has come in.
import gc


def fresh(i):
    return (i, "item %d" % i)


def check(s, expected):
    gc.collect()
    junk = [fresh(-i) for i in range(2000)]
    del junk
    assert sorted(s, key=str) == sorted(expected, key=str)
    return len(s)


for count in 3, 200, 20000:
    numbers = set(range(count))
    gc.collect()
    gc.collect()
    # Objects come into a table that has grown old with ints only.
    numbers.add(fresh(1))
    print(check(numbers, [*range(count), fresh(1)]))
    for i in range(count // 2):
        numbers.add(fresh(i))
    print(check(numbers, [*range(count), *map(fresh, range(max(2, count // 2)))]))
    # Into other sets by every operation.
    copy = numbers.copy()
    both = numbers & copy
    less = numbers - set(range(count))
    either = set(range(count)) ^ numbers
    more = set(range(count)) | numbers
    frozen = frozenset(map(fresh, range(count)))
    updated = set(range(5))
    updated.update(map(fresh, range(count)))
    kept = set(numbers)
    kept &= frozen
    numbers.clear()
    del numbers
    objects = [fresh(i) for i in range(max(2, count // 2))]
    print(check(copy, [*range(count), *objects]), check(both, [*range(count), *objects]), check(less, objects),
          check(either, objects), check(more, [*range(count), *objects]), check(frozen, map(fresh, range(count))),
          check(updated, [*range(5), *map(fresh, range(count))]), check(kept, objects[:count]))
    while len(copy) > 2:
        copy.pop()
    copy.add("last %d" % count)
    gc.collect()
    print(len(copy), "last %d" % count in copy)

    # Dicts: values change in old tables, keys of other kinds come late.
    d = dict.fromkeys(range(count))
    gc.collect()
    gc.collect()
    for i in range(count):
        d[i] = fresh(i)
    gc.collect()
    assert all(d[i] == fresh(i) for i in range(count))
    d[fresh(0)] = "late"
    for i in range(0, count, 2):
        del d[i]
        d[fresh(i)] = [i]
    gc.collect()
    assert all(d[fresh(i)] == [i] for i in range(0, count, 2))
    print(len(d), list(d)[-1])
