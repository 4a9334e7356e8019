"""x ** 2 of a large float raises OverflowError; x * x is infinite; x ** 2 of infinity is."""


def squares(x, rounds):
    y = 0.0
    for _ in range(rounds):
        y = x ** 2
        x = x + x
    return x, y


def products(x, rounds):
    for _ in range(rounds):
        y = x * x
        x = x + x
    return x, y


for _ in range(50):
    squares(1.5, 50)
for start in (1.5, 1e100, -3.0, float("inf"), float("-inf"), 0.0):
    for rounds in (100, 1100):
        try:
            print(start, rounds, squares(start, rounds))
        except OverflowError as e:
            print(start, rounds, e)
    print(products(start, 1100))
print(squares(float("nan"), 20))
