"""yield from through several hot levels: values, results, exceptions."""


def leaf(n):
    got = 0
    for i in range(n):
        sent = yield i
        if sent is not None:
            got += sent
    return got


def node(n, depth):
    if depth == 0:
        return (yield from leaf(n))
    left = yield from node(n, depth - 1)
    right = yield from node(n, depth - 1)
    return left + right


def run(n, depth, send):
    g = node(n, depth)
    out = [next(g)]
    try:
        while True:
            out.append(g.send(send))
    except StopIteration as e:
        return len(out), sum(out), e.value


print(run(100, 4, 1), run(50, 5, 0.5), run(10, 7, None))


def inner():
    for i in range(1000):
        try:
            yield i
        except ValueError as e:
            yield "inner caught " + str(e)


def outer():
    try:
        yield from inner()
    except KeyError as e:
        yield "outer caught " + str(e)


g = outer()
for _ in range(600):
    next(g)
print(g.throw(ValueError("a")), next(g), g.throw(KeyError("b")), next(g, "end"))
print(list(outer())[-1], sum(x for x in leaf(500)))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(sum(tree(10)), len(list(tree(9))))
