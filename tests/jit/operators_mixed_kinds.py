"""One hot operator instruction meets every pair of built-in types, errors and all."""


def operate(a, b):
    out = []
    for f in operators:
        try:
            out.append(repr(f(a, b)))
        except (TypeError, ValueError, ZeroDivisionError, OverflowError) as e:
            out.append(type(e).__name__ + " " + str(e))
    return out


operators = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a < b, lambda a, b: a == b,
             lambda a, b: a & b, lambda a, b: a in b, lambda a, b: a is b or a != b, lambda a, b: a % b, lambda a, b: a // b]
for i in range(500):
    operate(i, 7)
values = [3, 0.5, True, None, "ab", [1], (1,), {1: 2}, 2 ** 62, b"x"]
h = 0
for a in values:
    for b in values:
        row = "; ".join(operate(a, b))
        h = (h * 31 + int.from_bytes(row.encode(), "little")) % (2 ** 61 - 1)
        if a is values[0] or b is values[4]:
            print(a, b, row)
print(h)
