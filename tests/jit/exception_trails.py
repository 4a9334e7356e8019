"""Where exceptions have been, asked for at different times; exceptions whose __init__ calls super()'s."""
import sys
import traceback


class Failed(Exception):
    def __init__(self, what, where):
        super().__init__(what, where)
        self.what = what
        self.where = where


class Renamed(Exception):
    def __init__(self, what, where):
        super().__init__(what.upper())
        self.where = where


class Bare(Exception):
    def __init__(self, what, where=0):
        super().__init__()
        self.where = where


class Derived(Failed):
    def __init__(self, what, where):
        super().__init__(what, where + 1)


class Odd(KeyError):
    def __init__(self, *args):
        super().__init__(*args)
        self.count = len(args)


def lines(tb):
    found = []
    while tb is not None:
        frame = tb.tb_frame
        shown = {k: v for k, v in frame.f_locals.items() if isinstance(v, (int, str, float))}
        found.append((frame.f_code.co_name, tb.tb_lineno - frame.f_code.co_firstlineno, sorted(shown.items())))
        tb = tb.tb_next
    return found


def down(n, kind):
    half = n / 2
    if n == 0:
        raise kind("bottom", n)
    return down(n - 1, kind) + half


def caught(n, kind):
    try:
        return down(n, kind)
    except kind as e:
        return e


def made(kind):
    first = last = None
    for i in range(300):
        e = caught(i % 5, kind)
        if i == 3:
            first = e
        last = e
    return first, last


for kind in (Failed, Renamed, Bare, Derived, Odd, KeyError, ValueError):
    first, last = made(kind)
    print(kind.__name__, first.args, last.args, sorted(vars(last).items()))
    print(lines(first.__traceback__))
    print(len(lines(last.__traceback__)), repr(last))


def handled(n):
    seen = 0
    for i in range(n):
        try:
            down(2, Failed)
        except Failed:
            if i % 50 == 7:
                kind, e, tb = sys.exc_info()
                seen += len(lines(tb)) * 100 + (tb is e.__traceback__)
            seen += sys.exc_info()[0] is Failed
    return seen


print(handled(300))


def again(n):
    kept = []
    for i in range(n):
        try:
            try:
                down(1, ValueError)
            except ValueError as e:
                if i % 3 == 0:
                    len(lines(e.__traceback__))
                if i % 4 == 1:
                    e.__traceback__ = None
                if i % 7 == 2:
                    raise e.with_traceback(None)
                raise
        except ValueError as e:
            kept.append([name for name, _, _ in lines(e.__traceback__)])
    return kept


for row in sorted(set(map(tuple, again(300)))):
    print(row)


def context(n):
    out = set()
    for i in range(n):
        try:
            try:
                down(1, LookupError)
            except LookupError:
                {}["missing"]
        except KeyError as e:
            c = e.__context__
            out.add((type(c).__name__, len(lines(c.__traceback__)), len(lines(e.__traceback__))))
    return out


print(context(300))


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.frames = len(lines(tb)) if tb is not None and self.look else None
        self.same = value is None or value.__traceback__ is tb
        return True


def managed(n):
    out = {}
    m = Manager()
    for i in range(n):
        m.look = i % 9 == 0
        with m:
            down(i % 3, Derived)
        out[m.frames, m.same] = out.get((m.frames, m.same), 0) + 1
    return sorted(out.items(), key=str)


print(managed(300))


def in_comprehension(n):
    for i in range(n):
        try:
            [[1 // x for x in (1, y)] for y in (1, i * 0)]
        except ZeroDivisionError as e:
            last = e
    return last


print([name for name, _, _ in lines(in_comprehension(200).__traceback__)])


def generated(n):
    for i in range(n):
        yield i
    down(1, Failed)


def consumed(n):
    out = set()
    for i in range(n):
        try:
            for x in generated(3):
                pass
        except Failed as e:
            out.add(tuple(name for name, _, _ in lines(e.__traceback__)))
    return out


print(consumed(200))


class Fail2(Failed):
    pass


def classes(n):
    out = [0, 0, 0]
    kinds = (Failed, Fail2, KeyError)
    for i in range(n):
        try:
            raise kinds[i % 3]("a", i)
        except Fail2:
            out[0] += 1
        except Failed:
            out[1] += 1
        except (LookupError, ValueError):
            out[2] += 1
    return out


print(classes(300))


def wrong(n):
    said = set()
    for i in range(n):
        try:
            try:
                down(1, ValueError)
            except (i % 2 and ValueError or 3):
                said.add("caught")
        except TypeError as e:
            said.add(str(e))
    return sorted(said)


print(wrong(200))


def messages(n):
    said = {}
    empty = []
    for i in range(n):
        for what in (lambda: empty[i], lambda: empty.pop(), lambda: (1,)[i + 1], lambda: "x"[i + 1], lambda: next(iter(()))):
            try:
                what()
            except Exception as e:
                said[type(e).__name__, str(e)] = said.get((type(e).__name__, str(e)), 0) + 1
    return sorted(said.items())


print(messages(100))
try:
    down(2, Failed)
except Failed:
    print(traceback.format_exc())
down(3, Derived)
