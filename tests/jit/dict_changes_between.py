"""What happens to a dict or set between two uses of a key; the program's methods in the middle of it."""
import gc


def twice(d, k, between):
    a = d[k]
    between(d, k)
    b = d.get(k, "gone")
    d[k] = "set"
    between(d, k)
    return a, b, k in d, len(d)


def nothing(d, k): pass
def delete(d, k): d.pop(k, None)
def clear(d, k): d.clear()
def grow(d, k):
    for i in range(50):
        d["grown", len(d), i] = i
def replace(d, k): d[k] = "replaced"
def shrink(d, k):
    while len(d) > 2:
        d.popitem()


for between in (nothing, delete, clear, grow, replace, shrink):
    for k in ("a", 3, (1, 2)):
        results = [twice({"a": 1, 3: 2, (1, 2): 3, "z": 4}, k, between) for _ in range(60)]
        print(between.__name__, k, results[0], all(r == results[0] for r in results))


def both(d, e, k):
    """Two names of one dict."""
    total = 0
    for i in range(40):
        if k in d:
            e[k] += i
            total += d[k]
            del e[k]
            if k in d:
                total += 1000
        else:
            e[k] = i
            total += d[k]
    return total


d = {}
print(both(d, d, "k"))


def values(n):
    """Objects stored into old dicts are kept alive."""
    d = {i: None for i in range(200)}
    names = {str(i): None for i in range(20)}
    gc.collect()
    for i in range(n):
        d[i % 200] = [i]
        names["7"] = (i, i + 1)
        names[str(i % 20)] = [str(i)]
    gc.collect()
    return sum(v[0] for v in d.values()), [v[0] for v in names.values()]


print(values(5000))


class Meddler:
    def __init__(self, d, what):
        self.d, self.what = d, what

    def __hash__(self):
        return 5

    def __eq__(self, other):
        self.what(self.d)
        return False


def look(d, keys):
    hits = 0
    for k in keys:
        if k in d:
            hits += d[k]
    return hits


def meddle(what):
    d = {5: 1, 6: 2}
    keys = [5, 6, 13] * 40 + [Meddler(d, what), 5, 6]
    try:
        return look(d, keys), len(d)
    except KeyError as e:
        return "KeyError", e.args[0]
    except RuntimeError as e:
        return str(e)


def fail(d): raise RuntimeError("compared")


for what in (dict.clear, lambda d: d.update({i: i for i in range(10, 40)}), fail, lambda d: d.pop(6, None)):
    print(meddle(what), meddle(what))


class Colliding:
    """In the dict already when ints and strs of its hash are looked for."""
    log = []

    def __init__(self, hash_, equals):
        self.hash, self.equals = hash_, equals

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        self.log.append(other)
        return other == self.equals


def collide(keys, colliding):
    d = {colliding: 100}
    s = {colliding}
    found = []
    for k in keys:
        found.append(d.get(k, 0))
        d[k] = d.get(k, 0) + 1
        s.add(k)
        found.append(k in s)
    return sum(found), len(d), len(s), d[colliding]


print(collide([1, 2, 3] * 50 + [77, 1, 77], Colliding(77, 77)), len(Colliding.log))
print(collide(["a", "b"] * 60 + ["q", "q"], Colliding(hash("q"), None))[:3])
print(collide([(1, 2), (3, 4)] * 60 + [(5, 6)] * 2, Colliding(hash((5, 6)), (5, 6))))

# Dicts of variables are watched.
counter = 0
limit = 3


def reads():
    return counter + limit


def writes(variables, n):
    seen = []
    for i in range(n):
        variables["counter"] = i
        seen.append(reads())
        variables["counter"] += 1
        seen.append(counter)
        if i == n - 2:
            variables["limit"] = 10
            variables.setdefault("fresh", i)
            seen.append(fresh)
    return sum(seen), seen[-4:]


for n in (10, 100, 300):
    print(writes(globals(), n), limit, fresh)
    limit = 3
    del fresh


def global_and_dict(variables):
    global counter
    seen = []
    for i in range(100):
        a = variables["counter"]
        counter = i
        seen.append((a, variables["counter"], counter))
    return seen[-2:]


print(global_and_dict(globals()))


class Record:
    pass


def through_dict(n):
    """An instance's attributes as a dict."""
    r = Record()
    r.x = 1
    d = r.__dict__
    total = 0
    for i in range(n):
        d["x"] = i
        total += r.x
        r.x = i + 1
        total += d["x"] + vars(r)["x"]
        d.setdefault("y", 5)
    return total, r.y, d


print(through_dict(200))


def sets(n):
    s = set()
    log = []
    for i in range(n):
        s.add(i % 50)
        if i % 7 == 0:
            s.discard(i % 11)
        log.append((i % 11) in s)
        if i % 90 == 0:
            s.clear()
            log.append(3 in s)
    s |= {"a", (1, 2)}
    for k in ("a", "b", (1, 2), (2, 1)) * 30:
        log.append(k in s)
    return sum(log), len(log), len(s)


print(sets(1000))


def literals(n):
    rows = []
    for i in range(n):
        rows.append({"id": i, "name": str(i), "nothing": None, "half": i / 2})
        rows[-1]["more"] = {} if i % 2 else {"id": {i: i}, "id": i}
        rows[-1].update({"x": 1, **rows[-1]})
    return rows[-2:], len(rows)


print(literals(150))


def many():
    return {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12}


for _ in range(100):
    big = many()
    big["m"] = 13
    del big["a"]
    big["a"] = 14
print(big, [big[k] for k in "mabz" if k in big])


def errors(d, keys):
    for k in keys:
        d[k]


for _ in range(3):
    for key in ("missing", 99, (1, 2), "q'uote", 1.5):
        try:
            errors({"a": 1, 2: 3}, ["a", 2] * 40 + [key])
        except KeyError as e:
            print(repr(e), e.__traceback__.tb_next.tb_lineno)


def delete_all(d, keys):
    for k in keys:
        del d[k]
        try:
            del d[k]
        except KeyError as e:
            if e.args != (k,):
                print(e)
    return d


print(delete_all({i: i for i in range(300)}, range(290)), delete_all({str(i): i for i in range(100)}, map(str, range(99))))
