"""Counting with for and range."""

from _timing import measure


def simple_loop(n):
    count = 0
    for i in range(n):
        count += 1
    return count


if __name__ == "__main__":
    measure("simple_loop", simple_loop, 1_000_000,
            expect=1000000)
