"""A comprehension with a condition, then a sum."""

from _timing import measure


def list_comprehension(rounds):
    total = 0
    for _ in range(rounds):
        squares = [x * x for x in range(100_000) if x % 3]
        total += sum(squares)
    return total


if __name__ == "__main__":
    measure("list_comprehension", list_comprehension, 10,
            expect=2222155555888890)
