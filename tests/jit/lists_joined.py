"""A list and a literal, added: the literal is not made; whatever else may come does as before."""


class Own(list):
    def __radd__(self, other):
        return ("radd", list(other))


def behind(xs, v):
    return xs + [v]


def before(v, xs):
    return [v] + xs


def several(xs, a, b):
    ys = [a, b, a] + xs
    zs = xs + [b, a]
    return ys, zs


def kept(xs, v):
    last = [v]
    joined = xs + last
    last.append(v)
    return joined, last


def paths(depth, path):
    if depth == 0:
        return len(path) + path[-1]
    return sum(paths(depth - 1, path + [depth * 2]) + len([depth] + path) for _ in range(2))


def itself(xs):
    return xs + [xs], [xs] + xs


def failing(xs, v):
    try:
        return xs + [v]
    except TypeError as error:
        return str(error), v


def main():
    for k in range(60):
        result = [behind([1, 2], 3), behind([], 1.5), before(0, [1]), several([1.0], 2.0, "s"), kept([1], 2),
                  paths(3, [7]), itself([1]), failing([1], 2), behind(["a"], None)]
        if k == 0 or k == 59:
            print(result)
    for xs in (1, 2), Own([4]), "text", None:
        for v in 1, [2]:
            for f in failing, lambda a, b: before(b, a):
                try:
                    print(f(xs, v))
                except TypeError as error:
                    print(error)
    xs = behind([2 ** 70], 1)
    xs.append("x")
    print(xs, behind([1, 2], 3.5) + [None], before(True, [False]))


main()
