"""function.__code__, __defaults__ and __dict__ change between and inside hot loops."""


def first(x, y=1):
    return x + y


def second(x, y=1):
    return x * 10 + y


def loop(rounds):
    t = 0
    for i in range(rounds):
        if i == 1000:
            first.__code__ = second.__code__
        if i == 1500:
            first.__defaults__ = (7,)
        if i == 1600:
            first.__defaults__ = None
        try:
            t += first(i & 3)
        except TypeError as e:
            return t, i, str(e)
    return t


print(loop(2000))
print(first(1, 2), second(1))


def itself(n):
    if n == 0:
        itself.__code__ = (lambda n: "new code").__code__
        return 0
    return itself(n - 1)


def spin():
    for i in range(500):
        itself(3 if i else 1) if i != 400 else None


print(itself(200), itself(200))
