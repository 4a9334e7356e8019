"""Generators inlined into the loops that drive them: everything that leaves, looks at or
outlives the loop, the generator or the loop's body in the middle."""
import sys
import traceback


def counting(n):
    i = 0
    while i < n:
        yield i
        i += 1


def both_signs(n):
    for i in range(n):
        got = yield i
        assert got is None
        yield -i
    yield "end"


def scaled(values, factor):
    for value in values:
        yield value * factor


def filtered(values, test):
    for value in values:
        if test(value):
            yield value


def batches(values, size):
    batch = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


# ---- plain loops, chains, variables ----

def plain(n):
    total = 0
    for x in counting(n):
        total += x
    return total, x


def with_else(n, stop):
    seen = []
    for x in counting(n):
        if x % 3 == 1:
            continue
        if x == stop:
            break
        seen.append(x)
    else:
        seen.append("else")
    return seen[-3:], x


def several_yields(n):
    out = []
    for x in both_signs(n):
        if x == "end":
            out.append(len(out))
        else:
            out.append(x * 2)
    return sum(out), out[-1]


def chain(n):
    floats = 0.0
    for x in scaled(filtered(scaled(counting(n), 3), lambda v: v % 2), 0.5):
        floats += x
    return floats


def by_variables(n):
    values = counting(n)
    values = filtered(values, lambda v: v % 5)
    values = scaled(values, 7)
    sizes = []
    for batch in batches(values, 6):
        sizes.append((len(batch), sum(batch)))
    return sizes[:2], sizes[-1], len(sizes)


def nested(n):
    total = 0
    for x in counting(n):
        for y in counting(x % 5):
            for z in both_signs(y):
                if z == "end":
                    break
                total = total * 31 % 1000003 + x + y + z
            if y == 3:
                break
    return total


def consumed(n):
    return (sum(x * x for x in scaled(counting(n), 2)), list(x for x in filtered(counting(n), lambda v: v % 7 == 0)),
            any(x > n - 2 for x in counting(n)), sorted(scaled(both := counting(5), -1)))


def returns_early(n):
    for x in scaled(counting(n), 2):
        for y in counting(n):
            if x + y > n:
                return x, y
    return None


# ---- who else has the generator ----

def held_in_list(n):
    kept = []
    values = counting(n)
    kept.append(values)
    total = 0
    for x in values:
        total += x
        if x % 4 == 0:
            total += next(kept[0], 1000)
    return total


def held_in_variable(n):
    values = counting(n)
    first = 0
    for x in values:
        first += x
        if x > n // 2:
            break
    rest = 0
    for x in values:
        rest += x
    return first, rest, next(values, "exhausted")


def looped_over_again(n):
    values = counting(n)
    log = []
    for _ in range(3):
        for x in values:
            log.append(x)
            if x % 4 == 3:
                break
    return log


def passed_on(n):
    def taker(values):
        return next(values, None)
    values = counting(n)
    total = 0
    for x in values:
        other = taker(values)
        total += x * 3 + (other or 0)
    return total


def made_conditionally(n, flag):
    values = counting(n) if flag else scaled(counting(n), 2)
    total = 0
    for x in values:
        total += x
    return total


# ---- exceptions ----

class Found(Exception):
    pass


def failing(n, at):
    for i in range(n):
        if i == at:
            raise Found(i)
        yield i


def stopping(n):
    for i in range(n):
        if i == 12:
            raise StopIteration("early")
        yield i


def places(error):
    return [(entry.name, entry.lineno) for entry in traceback.extract_tb(error.__traceback__)]


def from_the_generator(n, at):
    total = 0
    try:
        for x in scaled(failing(n, at), 2):
            total += x
    except Found as error:
        return total, x, error.args, places(error)
    return total


def from_the_body(n, at):
    total = 0
    for x in scaled(counting(n), 2):
        try:
            if x == at:
                raise Found(x)
            total += 1 // (x - 6)
        except ZeroDivisionError as error:
            total += len(places(error)) * 100
        except Found:
            break
    return total


def out_of_the_body(n):
    try:
        for x in counting(n):
            for y in counting(x):
                if y == 5:
                    raise KeyError(x)
    except KeyError as error:
        return x, y, error.args, places(error)


def stop_in_generator(n):
    try:
        for x in scaled(stopping(n), 2):
            pass
    except RuntimeError as error:
        return x, str(error), repr(error.__cause__), places(error)


def nobody_handles(n):
    for x in scaled(failing(n, n - 2), 2):
        pass


def handled_outside(n):
    try:
        nobody_handles(n)
    except Found as error:
        return places(error), error.args


# ---- frames ----

def looked_at(n):
    for i in range(n):
        frame = sys._getframe()
        yield frame.f_lineno - frame.f_code.co_firstlineno, frame.f_back.f_code.co_name, sorted(frame.f_locals)


def looks(n):
    out = set()
    for line, caller, names in looked_at(n):
        out.add((line, caller, tuple(names)))
    return sorted(out)


def looks_from_inside(values, n):
    for value in values:
        if value == n - 3:
            yield sys._getframe().f_back.f_locals["total"]
        yield value


def seen_from_inside(n):
    total = 0
    for x in looks_from_inside(counting(n), n):
        total += x
    return total


def all_locals(n):
    for i in range(n):
        squared = i * i
        yield sorted(locals().items())[0]


def uses_locals(n):
    total = 0
    for name, value in all_locals(n):
        total += value + len(name)
    return total


# ---- leaving compiled code in the middle ----

def changing_types(n, at):
    for i in range(n):
        yield i if i < at else i + 0.5


def types_change(n, at):
    total = 0
    for x in scaled(changing_types(n, at), 2):
        total += x
    return total


factor = 1


def replaced_inside(n):
    total = 0
    for x in scaled(counting(n), 3):
        total += x * factor
        if x == 60:
            change()
        total += helper(x)
    return total


def helper(x):
    return x & 1


def change():
    global factor, helper
    factor += 1
    old = helper
    helper = lambda x: old(x) + 1 if x < 100 else 0


def overflowing(n):
    value = 1
    for i in range(n):
        yield value
        value *= 3


def overflows(n):
    total = 0
    for x in scaled(overflowing(n), 1):
        total ^= x
    return total


# ---- recursion, delegation, closures ----

def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [item] + rest


def walk(depth):
    if depth:
        yield from walk(depth - 1)
        yield depth
        yield from walk(depth - 1)


def delegating(n):
    result = yield from counting(n)
    yield result
    yield from [10, 20]


def recursions(n):
    total = 0
    for p in permutations(list(range(4))):
        total = (total * 7 + p[0] * p[-1]) % 10007
    for x in walk(5):
        total += x
    for x in delegating(n):
        total += x or 0
    return total


def closures(n):
    calls = 0

    def numbers():
        nonlocal calls
        for i in range(n):
            calls += 1
            yield i + calls

    total = 0
    for x in numbers():
        calls += x & 1
        total += x
    return total, calls


def defaults(n, start=3, *, step=2):
    while start < n:
        yield start
        start += step


def uses_defaults(n):
    return [x for x in defaults(n)], [x for x in defaults(n, step=5)][-1:]


class Node:
    def __init__(self, value, children=()):
        self.value = value
        self.children = children

    def leaves(self):
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def objects(n):
    tree = Node(0, [Node(i) for i in range(n)])
    total = 0
    for leaf in tree.leaves():
        total += leaf.value
        leaf.value += 1
    return total


def pairs(n):
    for i in range(n):
        yield i, Node(i)


def objects_unmade(n):
    total = 0
    for i, node in pairs(n):
        node.value += i
        total += node.value
        if i == n - 1:
            total += len(str(node.children))
    return total


def accumulating(n):
    best = Node(0)
    for value, node in pairs(n):
        if node.value % 7 > best.value % 7:
            best = node
    return best.value


def main():
    n = 40
    results = []
    for round in range(12):
        results.append([
            plain(n), with_else(n, 30), with_else(n, 99), several_yields(n), chain(n), by_variables(n), nested(n),
            consumed(n), returns_early(n), held_in_list(n), held_in_variable(n), looped_over_again(n), passed_on(n),
            made_conditionally(n, round % 2), from_the_generator(n, 33), from_the_generator(n, 99),
            from_the_body(n, 50), out_of_the_body(n), stop_in_generator(n), handled_outside(n), looks(n),
            seen_from_inside(n), uses_locals(n), types_change(n, n), types_change(n, 25 if round > 8 else n),
            overflows(15), overflows(50 if round > 6 else 10), recursions(n), closures(n), uses_defaults(n), objects(n),
            objects_unmade(n), accumulating(n),
        ])
    for row in zip(*results):
        for k, result in enumerate(row):
            if k == 0 or result != row[k - 1]:
                print(k, result)
    print([replaced_inside(n) for _ in range(8)])


main()


def too_deep(n):
    """No room for another frame where a generator would be made, inside a try."""
    try:
        for x in counting(3):
            n += x
        return too_deep(n)
    except RecursionError as error:
        return type(error).__name__


print({too_deep(0) for _ in range(30)})
