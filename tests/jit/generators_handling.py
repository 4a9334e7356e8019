"""Generators and coroutines that yield inside handlers, are resumed under others, and leave
compiled code there."""
import sys


def current():
    e = sys.exc_info()[1]
    return repr(e)


def handling(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise KeyError(i)
            yield i, current()
        except KeyError as error:
            yield error.args[0], current()
            try:
                if i % 2:
                    raise ValueError(i)
                yield "inner", current()
            except ValueError as inner:
                got = yield current(), repr(inner.__context__)
                yield got
            yield current()
        finally:
            yield "finally", current()
    yield current()


def drained(n):
    out = []
    for x in handling(n):
        out.append(x)
    return len(out), out[:9], out[-2:]


def under_another(n):
    """Resumed while its resumer handles exceptions, and while it handles none."""
    out = []
    g = handling(n)
    for k in range(8 * n):
        try:
            if k % 4 == 1:
                raise OSError(k)
            x = next(g)
        except OSError:
            x = g.send(k) if k > 1 else next(g)
            out.append(current())
        except StopIteration:
            break
        out.append((x, current()))
    return len(out), out[5:14], out[-3:]


def reraising(n):
    for i in range(n):
        try:
            try:
                raise IndexError(i)
            except IndexError:
                yield "handling"
                if i == n - 1:
                    raise
        except IndexError as error:
            yield type(error.__context__).__name__


def nested(depth):
    if depth == 0:
        yield 1
        raise LookupError("bottom")
    try:
        yield from nested(depth - 1)
    finally:
        yield depth, current()


def unwound(depth):
    out = []
    try:
        for x in nested(depth):
            out.append(x)
    except LookupError as error:
        out.append((repr(error), current()))
    out.append(current())
    return out[0], out[-3:], len(out)


class Manager:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.log.append((kind and kind.__name__, current()))
        return kind is ZeroDivisionError


def managed(n, log):
    for i in range(n):
        with Manager(log):
            yield 6 // (i % 4 - 1)
        log.append(current())


def with_managers(n):
    log = []
    total = 0
    for x in managed(n, log):
        total += x
    return total, len(log), log[:6]


def thrown_into(n):
    g = handling(n)
    out = [next(g)]
    for k in range(n):
        try:
            out.append(g.throw(KeyError("thrown")) if k % 5 == 2 else next(g))
        except (KeyError, StopIteration) as error:
            out.append((repr(error), repr(error.__context__)))
            g = handling(n)
    try:
        g.close()
    except RuntimeError as error:
        out.append(str(error))
    return out[-12:]


async def waits(n):
    total = 0
    for i in range(n):
        try:
            if i & 1:
                raise RuntimeError(i)
            await step(i)
        except RuntimeError as error:
            await step(error.args[0])
            total += len(current())
        total += 1
    return total


class step:
    def __init__(self, i):
        self.i = i

    def __await__(self):
        yield self.i


def awaited(n):
    c = waits(n)
    sent = 0
    try:
        while True:
            sent += c.send(None)
    except StopIteration as stop:
        return sent, stop.value, current()


def types_change(n, at):
    """Leaves compiled code inside handlers."""
    value = 1
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError:
            value = value + (1 if i < at else 0.5)
            yield value, current()


def changing(n, at):
    last = None
    for x in types_change(n, at):
        last = x
    try:
        raise TypeError
    except TypeError:
        for x in types_change(n, at):
            last = last, x, current()
            last = last[-2:]
    return last, current()


def context_of_raised():
    def raises():
        try:
            yield
        except KeyError:
            pass
        raise ValueError

    def run():
        g = raises()
        next(g)
        try:
            raise OSError
        except OSError:
            try:
                g.throw(KeyError)
            except ValueError as error:
                return type(error.__context__).__name__
    return run()


def main():
    for round in range(25):
        result = [drained(20), under_another(12), list(reraising(9))[-3:], unwound(9), with_managers(17),
                  thrown_into(15), awaited(30), changing(20, 20 if round < 20 else 11), context_of_raised(), current()]
        if round == 0 or result != previous:
            for line in result:
                print(round, line)
        previous = result


main()
