"""__cause__, __context__, from None, bare raise and rebinding of the name, in hot loops."""


def wrap(i):
    try:
        return 10 // (i % 4)
    except ZeroDivisionError as e:
        if i % 8 == 0:
            raise ValueError(i) from e
        if i % 16 == 4:
            raise ValueError(i) from None
        raise KeyError(i)


def names(e):
    out = []
    while e is not None and len(out) < 5:
        out.append(type(e).__name__ + ("!" if e.__suppress_context__ else ""))
        e = e.__cause__ or e.__context__
    return ">".join(out)


def loop(n):
    counts = {}
    for i in range(n):
        try:
            wrap(i)
            name = "none"
        except Exception as e:
            name = names(e)
        counts[name] = counts.get(name, 0) + 1
    try:
        e
    except UnboundLocalError as e2:
        counts["unbound"] = str(e2)
    return counts


def again(n):
    passed = 0
    for i in range(n):
        try:
            try:
                raise LookupError(i)
            except LookupError as e:
                e.seen = i
                raise
        except LookupError as e:
            passed += e.seen + (e.__context__ is None)
    return passed


def nothing():
    try:
        raise
    except RuntimeError as e:
        return str(e)


print(loop(2000), again(1500), nothing())
import sys
print(sys.exc_info())
