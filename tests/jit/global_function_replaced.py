"""A global function is replaced inside the loop that calls it."""


def step(x):
    return x + 1


def other(x):
    return x * 2 % 1000


def loop(rounds):
    global step
    x = 0
    trail = []
    for i in range(rounds):
        if i == 2000:
            step = other
        if i == 2500:
            step = lambda x: x - 3
        if i == 2600:
            step = str
        if i == 2601:
            trail.append(x)
            x = 5
            step = abs
        x = step(x)
        if i % 500 == 499:
            trail.append(x)
    return x, trail


original = step
print(loop(3000))
step = original
print(loop(3000))
