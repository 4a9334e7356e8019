"""Calls of known functions with more parameters than registers, too big to be inlined."""


def big(a, b, c=1, d=2, e=3, f=4, *, obj=None, other="o"):
    if len(a) > 5:
        return [b, c, d, e, f]
    if len(a) > 4:
        return {b: c, d: e}
    if len(a) > 3:
        return (b, c, d, e, f, obj, other)
    total = 0
    for x in a:
        total += x * b - c + d * e - f
    for x in a:
        total += x * b - c + d * e - f
    return total, obj, other


def cells(a, b, c, d, e, f, g, *, h):
    def inner():
        return a, b, c, d, e, f, g, h
    a += 1
    h += 1
    return inner()


def fails(a, b, c, d, e, f, g, *, h):
    try:
        return a / h
    finally:
        g.append(h)


def produce(a, b, c, d, e, f, g, *, h):
    for x in (a, b, c, d, e, f, g, h):
        yield x


class Saver:
    def __init__(self, a, b, c, d, e, f, g, *, obj):
        self.all = [a, b, c, d, e, f, g, obj]

    def save(self, o):
        return big((1, 2), o, obj=o)

    def save_all(self, o):
        return big((1, 2, 3), o, 5, 6, 7, 8, obj=o, other=None)


def main():
    s = Saver(1, 2, 3, 4, 5, 6, 7, obj=8)
    seen = []
    out = None
    for i in range(3000):
        out = s.save(i), s.save_all(i), cells(i, 2, 3, 4, 5, 6, 7, h=i)
        out += sum(produce(i, 1, 2, 3, 4, 5, 6, h=i)), Saver(i, 2, 3, 4, 5, 6, 7, obj=i).all
        try:
            out += fails(i, 2, 3, 4, 5, 6, seen, h=i % 500),
        except ZeroDivisionError as e:
            print(i, e, out)
    print(out, len(seen), sum(seen))
    for wrong in (lambda: big((1,), 2, 3, 4, 5, 6, 7), lambda: cells(1, 2, 3, 4, 5, 6, 7, 8), lambda: cells(1, h=2)):
        try:
            wrong()
        except TypeError as e:
            print(e)


main()
main()
