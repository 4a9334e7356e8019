# Known shares of processor time: three parts in thrice, one in once; then
# natives, a generator, a comprehension and recursion, a fixed time each.
import sys
import time

UNIT = float(sys.argv[1])


def spin(seconds):
    end = time.process_time() + seconds
    n = 0
    while time.process_time() < end:
        for i in range(2000):
            n += i * i + i % 7
    return n


def thrice():
    spin(3 * UNIT)


def once():
    spin(UNIT)


def negated(x):
    return -(x * x % 1009 * x % 1013 * x % 1019 * x % 1021 * x % 1031 * x % 1033 * x % 1039)


def sorting():
    data = list(range(20000))
    end = time.process_time() + UNIT
    while time.process_time() < end:
        sorted(data, key=negated)


def counting():
    while True:
        yield [i for i in range(400)]


def generating():
    end = time.process_time() + UNIT
    for n in counting():
        if time.process_time() >= end:
            break


def comprehending():
    end = time.process_time() + UNIT
    while time.process_time() < end:
        sum([i * i for i in range(2000)])


def deep(n):
    return spin(UNIT) if n == 0 else deep(n - 1)


class Worker:
    def run(self):
        spin(UNIT)


thrice()
once()
sorting()
generating()
comprehending()
deep(300)
Worker().run()
exec(compile("spin(UNIT)", "<made up>", "exec"))
print("done")
