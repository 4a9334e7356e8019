"""Exceptions that leave compiled code: what tracebacks and frames show afterwards."""

import sys


def entries(error):
    """Names, lines relative to the function's first, and variables of the traceback's frames."""
    out = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        out.append((code.co_name, traceback.tb_lineno - code.co_firstlineno,
                    sorted((k, v) for k, v in traceback.tb_frame.f_locals.items()
                           if isinstance(v, (int, float, str, tuple)))))
        traceback = traceback.tb_next
    return out


class Deep(Exception):
    def __init__(self, depth):
        self.depth = depth


def descend(depth, limit):
    half = depth / 2
    pair = (depth, half)
    if depth == limit:
        raise Deep(depth)
    return descend(depth + 1, limit) + pair[0]


def plain(rounds):
    seen = []
    for i in range(rounds):
        try:
            descend(0, 3 + i % 2)
        except Deep as error:
            seen.append(entries(error)[1:])
    return seen


def cleaned(depth, log):
    try:
        if depth == 0:
            raise KeyError(depth)
        cleaned(depth - 1, log)
    finally:
        log.append(depth)


def cleaning(rounds):
    log = []
    lines = set()
    for i in range(rounds):
        try:
            cleaned(4, log)
        except KeyError as error:
            lines.add(tuple((name, line) for name, line, _ in entries(error)))
    return len(log), sorted(lines)


def replaced(depth):
    try:
        if depth == 0:
            raise KeyError(depth)
        replaced(depth - 1)
    except KeyError as error:
        if depth % 3 == 0:
            raise
        if depth % 3 == 1:
            raise ValueError(depth) from error
        raise KeyError(depth) from None
    except ValueError:
        raise LookupError(depth)


def chain(error):
    out = []
    while error is not None:
        out.append((type(error).__name__, error.args, error.__suppress_context__,
                    [(name, line) for name, line, _ in entries(error)]))
        error = error.__cause__ or error.__context__
    return out


def replacing(rounds):
    found = []
    for i in range(rounds):
        try:
            replaced(i % 6)
        except Exception as error:
            found.append(chain(error))
    return found[-6:]


def reraise_handled():
    raise


def bare(rounds):
    out = []
    for i in range(rounds):
        try:
            try:
                [][i]
            except IndexError:
                reraise_handled()
        except IndexError as error:
            out.append([(name, line) for name, line, _ in entries(error)])
    try:
        reraise_handled()
    except RuntimeError as error:
        out.append(str(error))
    return out[-2:], len(out), sys.exc_info()


kept = []


def looked_at(depth):
    here = depth * 10
    if depth == 2:
        kept.append(sys._getframe())
        kept.append(sys._getframe(1))
        raise Deep(here)
    looked_at(depth + 1)
    return here


def looking(rounds):
    for i in range(rounds):
        kept.clear()
        try:
            looked_at(0)
        except Deep as error:
            names = [name for name, _, _ in entries(error)]
    return names, [(f.f_locals["depth"], f.f_locals["here"], f.f_lineno - f.f_code.co_firstlineno) for f in kept]


class Point:
    def __init__(self, x):
        self.x = x


def unallocated(i):
    point = Point(i)
    other = (point, point)
    if point.x % 2:
        raise Deep(point.x)
    return other[0].x


def objects(rounds):
    total = 0
    for i in range(rounds):
        try:
            total += unallocated(i)
        except Deep as error:
            variables = error.__traceback__.tb_next.tb_frame.f_locals
            total += variables["point"].x + (variables["other"][1] is variables["point"])
    return total


def late_handler(i, limit):
    try:
        if i >= limit:
            raise Deep(i)
        return 1
    except KeyError:
        return 2
    except Deep as error:
        return error.depth


def late(rounds):
    return sum(late_handler(i, rounds // 2) for i in range(rounds))


def numbers(limit):
    for i in range(limit):
        if i == 5:
            raise Deep(i)
        yield i


def consumed(rounds):
    total = 0
    for i in range(rounds):
        try:
            total += sum(numbers(4 + i % 4))
        except Deep as error:
            total += 100 * error.depth
    return total


def through_natives(rounds):
    def key(x):
        if x > 2:
            raise Deep(x)
        return -x
    out = 0
    for i in range(rounds):
        try:
            out += sorted(range(i % 5), key=key)[0]
        except Deep as error:
            out += 10 * error.depth
            out += 100 * len(entries(error))
        except IndexError:
            out -= 1
    return out


class Suppressing:
    def __init__(self, kinds):
        self.kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self.kinds)


def managed(rounds):
    out = []
    for i in range(rounds):
        try:
            with Suppressing(KeyError) as outer, Suppressing(ValueError):
                if i % 3 == 0:
                    raise KeyError(i)
                if i % 3 == 1:
                    int("x")
                {}[i].y
        except Exception as error:
            out.append(repr(error))
        else:
            out.append(i)
    return out[-4:]


for n in (3, 50):
    print(plain(n)[-2:])
    print(cleaning(n))
    print(replacing(n))
    print(bare(n))
    print(looking(n))
    print(objects(n))
    print(late(n))
    print(consumed(n))
    print(through_natives(n))
    print(managed(n))
descend(0, 2)
