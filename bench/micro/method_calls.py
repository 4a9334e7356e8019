"""Methods that read and write an attribute."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Counter:
    def __init__(self):
        self.value = 0

    def add(self, n):
        self.value += n

    def get(self):
        return self.value


def method_calls(n):
    counter = Counter()
    total = 0
    for i in range(n):
        counter.add(i)
        total += counter.get() & 1
    return total


if __name__ == "__main__":
    measure("method_calls", method_calls, 500_000,
            expect=250000)
