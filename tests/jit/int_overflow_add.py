"""Sums that leave the small integers, and machine words, in the middle of a hot loop."""


def climb(start, step, rounds):
    total = start
    for _ in range(rounds):
        total += step
    return total


def descend(start, step, rounds):
    total = start
    while rounds:
        total -= step
        rounds -= 1
    return total


for _ in range(50):
    climb(0, 1, 100)
    descend(0, 1, 100)
for power in range(58, 67):
    for away in (2000, 7, 1, 0):
        print(power, climb(2 ** power - away, 1, 3000), climb(-2 ** power + away, -1, 3000),
              descend(-2 ** power + away, 1, 3000), descend(2 ** power - away, -1, 3000))
print(climb(0, 2 ** 60, 1000), climb(0, 2 ** 63 - 1, 1000), descend(0, 2 ** 62, 1000))
