"""await in hot coroutines, driven by hand; async for and async with."""


class Ready:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return got


async def work(n):
    total = 0
    for i in range(n):
        total += await Ready(i)
        if i == 700:
            total = float(total)
    return total


async def outer(n):
    return await work(n) + await work(10)


def drive(c):
    sent = None
    steps = 0
    try:
        while True:
            v = c.send(sent)
            sent = v * 2
            steps += 1
    except StopIteration as e:
        return steps, e.value


print(drive(outer(500)), drive(outer(1500)))


class Items:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n

    async def __aenter__(self):
        return 5

    async def __aexit__(self, *a):
        return True


async def loop(n):
    t = 0
    async for x in Items(n):
        async with Items(0) as k:
            t += x + k
            if x % 3 == 0:
                raise ValueError
    return t, [y async for y in Items(3)]


print(drive(loop(1000)))
