"""Places N queens on a board so that none attacks another.

usage: queens.py [N]

Counts all solutions with a generator of placements and with bit masks, and
shows the first one.
"""

import sys


def placements(n, row=0, columns=(), used=frozenset(), up=frozenset(), down=frozenset()):
    """Every solution, as the column of the queen in each row."""
    if row == n:
        yield columns
        return
    for column in range(n):
        if column not in used and row + column not in up and row - column not in down:
            yield from placements(n, row + 1, columns + (column,), used | {column},
                                  up | {row + column}, down | {row - column})


def count_by_bits(n):
    everything = (1 << n) - 1

    def place(columns, left, right):
        if columns == everything:
            return 1
        solutions = 0
        free = everything & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            solutions += place(columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return solutions

    return place(0, 0, 0)


def board(columns):
    n = len(columns)
    return "\n".join(" ".join("Q" if c == column else "." for c in range(n)) for column in columns)


def distinct(solutions):
    """How many remain when turned and mirrored boards count as one."""
    seen = set()
    fundamental = 0
    for solution in solutions:
        if solution in seen:
            continue
        fundamental += 1
        variant = solution
        for _ in range(4):
            turned = [0] * len(variant)
            for row, column in enumerate(variant):
                turned[column] = len(variant) - 1 - row
            variant = tuple(turned)
            seen.add(variant)
            seen.add(variant[::-1])
    return fundamental


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    solutions = list(placements(n))
    if solutions:
        print(board(solutions[0]))
    print(f"{len(solutions)} solutions on a board of {n} by {n}, {distinct(solutions)} distinct")
    for size in range(1, n + 2):
        print(f"{size:>2}: {count_by_bits(size)}")


if __name__ == "__main__":
    main()
