"""A list of integers comes to hold floats, strings, itself and large integers in hot loops."""


def fill(items, value, rounds):
    for i in range(rounds):
        items[i % len(items)] = value if i == rounds - 1 else i
    return items


def total(items):
    t = 0
    for x in items:
        t += x
    return t


def read(items, rounds):
    t = 0
    for i in range(rounds):
        t += items[i % len(items)]
    return t


for _ in range(20):
    fill([0] * 10, 5, 100)
    total([1, 2, 3])
for value in (1.5, "text", None, 2 ** 70, 2 ** 62, True, [1], -2 ** 61):
    items = fill([0] * 7, value, 600)
    print(items)
    for function in (total, lambda items: read(items, 500)):
        try:
            print(function(items))
        except TypeError as e:
            print(e)


def change_inside(rounds):
    items = [1, 2, 3, 4]
    out = 0
    for i in range(rounds):
        if i == 1000:
            items[2] = 0.5
        if i == 1500:
            items.append("end")
        if i == 1600:
            items = items[:2]
        out += items[i & 1]
        items[i & 1] += 1
    return out, items


print(change_inside(2000))
