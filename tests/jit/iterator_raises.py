"""__next__, __iter__ and generators that raise in the middle of hot loops."""


class Counter:
    def __init__(self, n, error):
        self.i, self.n, self.error = 0, n, error

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > self.n:
            raise self.error
        return self.i


def consume(it):
    t = 0
    try:
        for x in it:
            t += x
    except (ValueError, RuntimeError) as e:
        return t, type(e).__name__, str(e)
    else:
        return t, "else"
    finally:
        t = -1


def bad_generator(n):
    for i in range(n):
        yield i
    raise StopIteration("inside")


for _ in range(30):
    consume(range(100))
print(consume(Counter(1500, StopIteration)), consume(Counter(1500, ValueError("at end"))), consume(bad_generator(500)))
print(consume([1, 2]), consume(int(x) for x in ["1", "2", "x"]), consume(map(int, ["5", "y"])))
