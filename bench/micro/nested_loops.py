"""Three loops inside each other."""

from _timing import measure


def nested_loops(n):
    total = 0
    for i in range(n):
        for j in range(n):
            for k in range(n):
                total += i + j - k
    return total


if __name__ == "__main__":
    measure("nested_loops", nested_loops, 100,
            expect=49500000)
