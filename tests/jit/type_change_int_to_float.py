"""A sum of integers becomes a float after the loop was compiled for integers, and back."""


def total(values):
    result = 0
    for v in values:
        result = result + v
    return result


def mean(values, rounds):
    x = 0
    for i in range(rounds):
        x = (x + values[i % len(values)]) / 2 if i > 1500 else x + 1
    return x


for _ in range(50):
    total(list(range(100)))
print(total([1, 2, 3.5]), total([1.5] * 100), total([True, False, 2]), total(list(range(1000)) + [0.25]))
print(total([2 ** 62, 2 ** 62, 0.5]), total([1, 2 ** 70, -2 ** 70]), total(range(500)))
print(mean([1, 2, 3], 3000), mean([1.5], 1600))
for bad in ([1, None], [1, "a"], ["a"], [1, [2]]):
    try:
        total([1] * 500 + bad)
    except TypeError as e:
        print(e)
