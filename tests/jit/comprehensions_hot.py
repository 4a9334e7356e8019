"""Comprehensions of all kinds in hot functions, nested, with conditions, and errors from inside."""


def squares(n):
    return [x * x for x in range(n) if x % 3]


def table(n):
    return {x: [y for y in range(x % 4)] for x in range(n)}


def pairs(a, b):
    return [(x, y) for x in a for y in b if x != y]


def uses_outer(n, k):
    return sum([x * k for x in range(n)]) + len({x % k for x in range(n)})


def errors(values):
    try:
        return [10 // v for v in values]
    except ZeroDivisionError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        return names


for _ in range(300):
    out = squares(20), len(table(9)), pairs("ab", [1, "a"]), uses_outer(30, 7), errors([1, 2, 5]), errors([1, 0])
print(out)
print(sum(squares(2000)), uses_outer(500, 2.5), [f() for f in [lambda: i for i in range(3)]], [i for i in [j for j in range(500)]][-1])
x = "outside"
print([x for x in range(1000)][-1], x, [last := v for v in range(1000)][-1], last)
