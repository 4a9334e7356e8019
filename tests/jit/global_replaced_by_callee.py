"""A function called in the loop rebinds the function, and the value, that the loop uses."""

limit = 10


def work(x):
    return x % limit


def switch(i):
    global work, limit
    if i == 1500:
        limit = 7
    if i == 1800:
        limit = 2.5
    if i == 2000:
        work = lambda x: -x
    if i == 2200:
        del globals()["work"]
    return 1


def loop(rounds):
    total = 0
    for i in range(rounds):
        total += switch(i)
        try:
            total += work(i)
        except NameError as e:
            return i, total, str(e)
    return total


print(loop(3000))
