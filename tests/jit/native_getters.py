"""Attributes that native code computes: got in loops, of one and of several types, failing, replaced."""
import datetime
import re


def names(text):
    counts = {}
    for m in re.finditer(r"(?P<number>\d+)|(?P<word>\w+)|(?P<rest>.)", text):
        counts[m.lastgroup] = counts.get(m.lastgroup, 0) + m.lastindex + m.pos + len(m.re.pattern)
    return counts


print(names("ab 12 + c3 " * 200))


def days(dates):
    return sum(d.day * d.month + d.year for d in dates)


print(days([datetime.date(2020 + i % 3, i % 12 + 1, i % 28 + 1) for i in range(500)]))
print(days([datetime.datetime(2020, 1, i % 28 + 1) if i % 2 else datetime.date(2021, 2, 3) for i in range(500)]))


class Special(ValueError):
    pass


class Hooked(ValueError):
    def __getattr__(self, name):
        return (name,)


def args(errors):
    total = 0
    for e in errors:
        total += len(e.args) + (e.__cause__ is None) + (e.__context__ is not None)
    return total


def raised(n):
    for i in range(n):
        try:
            try:
                raise (ValueError, Special, KeyError, Hooked)[i % 4]("x", i)
            except ValueError as first:
                if i % 3:
                    raise KeyError(1, 2, 3) from first
                raise
        except Exception as e:
            yield e


print(args(list(raised(400))), args([ValueError(1)] * 300), args([Hooked(1, 2)] * 300))


def sizes(views):
    total = failed = 0
    for v in views:
        try:
            total += v.nbytes
        except ValueError as e:
            failed += 1
            message = str(e)
    return total, failed, message


good, bad = memoryview(b"abc"), memoryview(b"abcd")
bad.release()
print(sizes([good] * 300 + [bad] * 10 + [good] * 100 + [bad]))


class Date(datetime.date):
    pass


def get(objects):
    found = []
    for i, o in enumerate(objects):
        if i == 350:
            Date.day = 77
        if i == 380:
            Date.day = property(lambda self: -1)
        if i == 390:
            del Date.day
        found.append(o.day)
    return sum(found), found[-60:]


print(get([Date(2020, 1, 5)] * 400))
