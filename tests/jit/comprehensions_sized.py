"""Comprehensions whose length is known when they begin: what they run over may change, or they end early."""


def over(xs, f):
    return [f(x) for x in xs]


def counted(start, stop, f):
    return [f(i) for i in range(start, stop)]


def nested(n, xs):
    return [[x * i for x in xs] for i in range(n)]


def chosen(xs):
    return [x if x & 1 else -x for x in xs]


def filtered(xs):
    return [x for x in xs if x & 1]


def twice(xs, n):
    return [x for x in xs for _ in range(n)]


def kept(xs):
    """The list is seen by what the comprehension calls only when it is complete."""
    result = [0]
    result = [len(result) + x for x in xs]
    result.append("end")
    result += [1, 2, 3]
    return result


def growing(xs):
    return [xs.append(x + 1) or x for x in xs if len(xs) < 50], len(xs)


def grown(xs):
    return [(xs.append(x + 1), x)[1] if len(xs) < 40 else x for x in xs], len(xs)


def shrunk(xs):
    return [xs.pop() for x in xs], xs


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def stop_at_20(x):
    if x == 20:
        raise ValueError(x)
    return x


for round in range(80):
    out = [over([1, 2, 3], str), over((4.5, 5), float), over("abc", ord), over([], len), over(range(5), float)]
    out += [counted(0, 12, float), counted(3, -3, int), counted(-5, 5, abs), nested(4, [1, 2, 3]), nested(0, []), nested(3, ())]
    out += [chosen([*range(20)]), filtered([*range(20)]), twice([1, 2], 3), kept([1, 2, 3]), growing([1]), grown([1, 2]),
            shrunk([*range(9)])]
    out += [attempt(counted, 0, 30, stop_at_20), attempt(counted, 0, 10**15, stop_at_20), attempt(over, [20], stop_at_20),
            attempt(over, range(0, 10**15, 3), lambda x: stop_at_20(x + 2)), attempt(counted, -2**60, 2**61 - 1, lambda x: 1 / 0),
            attempt(over, None, str), attempt(counted, 1.5, 2, str)]
    if round in (0, 79):
        print(*out, sep="\n")
print(attempt(counted, -2**61, 2**61 - 1, lambda x: 1 / 0), attempt(counted, -2**70, 2**70, lambda x: 1 / 0))
print(len(over(range(100_000), float)), sum(counted(0, 20_000, int)), len(nested(3, [*range(5000)])[2]))
