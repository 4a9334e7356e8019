"""Generators taken in whole by sum, any, all, list and join in hot loops; values that cannot be taken in place."""

def f(n):
    t = 0
    for k in range(n):
        t += sum(x * y for x, y in zip(range(20), range(k, k + 20)))
        if any(x > 18 for x in range(20)): t += 1
        t += len(list(x for x in range(k % 7)))
        t += sum(1.5 * x for x in (1, 2, 3))
        if all(x < k for x in [1, 2, 3]): t += 1
    return t
print(f(2000))
def g(n):
    out = 0
    try:
        for k in range(n):
            out += sum(10 // (x - k) for x in range(900, 1000))
    except ZeroDivisionError as e:
        print(k, e)
    return out
print(g(2000))
def h(n):
    r = []
    for i, x in enumerate([1, 2, 3] * n):
        r.append(i * x)
    d = {k: k * 2 for k in range(n)}
    t = 0
    for k, v in d.items():
        t += k * v
    return sum(r), t, sum(a for a, in [(1,), (2,)] * n), sum([a * b for a, b in zip(r, r)])
for k in range(5): print(h(500))
print(sum(x for x in [1, 2.5, 2 ** 70, True]), "".join(str(x) for x in range(5)))
class A:
    def __init__(self, v): self.v = v
    def __radd__(self, o): return o + self.v
print([sum(A(x) for x in range(k)) for k in range(40)][-1])
