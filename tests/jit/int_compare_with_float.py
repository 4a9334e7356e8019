"""Comparisons of integers with floats are exact, however large."""


def compare(a, b):
    return a < b, a <= b, a == b, a != b, a > b, a >= b


for i in range(2000):
    compare(i, 1000.0)
big = [2 ** 53, 2 ** 53 + 1, 2 ** 61, 2 ** 62, 2 ** 63 - 1, 2 ** 63, 10 ** 30]
floats = [float(2 ** 53), float(2 ** 61), float(2 ** 62), float(2 ** 63), 1e30, float("inf"), float("nan"), 0.5, -0.0]
for a in big + [-x for x in big] + [0, 1, True]:
    print(a, ["".join("FT"[x] for x in compare(a, b)) + "".join("FT"[x] for x in compare(b, a)) for b in floats])
