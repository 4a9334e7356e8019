def scale(values, factor):
    for i in range(len(values)):
        values[i] = values[i] * factor
    return values


def clean(values):
    values.append(None)
    values += ["end"]
    return values


def extended(values):
    values.extend(["a"])


def same(values):
    values.append(4)
    values[0] = 7


print(scale([0] * 4, 0.5))
print(clean([1.5]))
extended([1])
same([1, 2])
print([x if x else 0.0 for x in range(3)])
