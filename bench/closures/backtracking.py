"""Backtracking with nested functions: queens, sudoku, a knight's tour, subset sums."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def queens(n):
    """The number of ways to place n queens."""
    columns = [False] * n
    rising = [False] * (2 * n)
    falling = [False] * (2 * n)
    solutions = 0

    def place(row):
        nonlocal solutions
        if row == n:
            solutions += 1
            return
        for column in range(n):
            if columns[column] or rising[row + column] or falling[row - column + n]:
                continue
            columns[column] = rising[row + column] = falling[row - column + n] = True
            place(row + 1)
            columns[column] = rising[row + column] = falling[row - column + n] = False

    place(0)
    return solutions


SUDOKU = ("8..........36......7..9.2...5...7.......457.....1...3...1....68"
          "..85...1..9....4..")


def sudoku(text):
    """The solution, always filling the cell with the fewest candidates."""
    cells = [0 if c == "." else int(c) for c in text]
    rows = [set() for _ in range(9)]
    columns = [set() for _ in range(9)]
    boxes = [set() for _ in range(9)]
    digits = set(range(1, 10))
    tried = 0

    def put(index, digit):
        row, column = divmod(index, 9)
        cells[index] = digit
        rows[row].add(digit)
        columns[column].add(digit)
        boxes[row // 3 * 3 + column // 3].add(digit)

    def take(index, digit):
        row, column = divmod(index, 9)
        cells[index] = 0
        rows[row].discard(digit)
        columns[column].discard(digit)
        boxes[row // 3 * 3 + column // 3].discard(digit)

    def candidates(index):
        row, column = divmod(index, 9)
        return digits - rows[row] - columns[column] - boxes[row // 3 * 3 + column // 3]

    def solve():
        nonlocal tried
        best = None
        for index, digit in enumerate(cells):
            if digit == 0:
                choice = candidates(index)
                if best is None or len(choice) < len(best[1]):
                    best = (index, choice)
                    if len(choice) < 2:
                        break
        if best is None:
            return True
        index, choice = best
        for digit in sorted(choice):
            tried += 1
            put(index, digit)
            if solve():
                return True
            take(index, digit)
        return False

    for index, digit in enumerate(cells):
        if digit:
            put(index, digit)
    assert solve()
    return "".join(map(str, cells)), tried


def knights_tour(size):
    jumps = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
    visited = {}

    def free(x, y):
        for dx, dy in jumps:
            place = (x + dx, y + dy)
            if 0 <= place[0] < size and 0 <= place[1] < size and place not in visited:
                yield place

    def go(x, y):
        visited[x, y] = len(visited)
        if len(visited) == size * size:
            return True
        for place in sorted(free(x, y), key=lambda p: (sum(1 for _ in free(*p)), p)):
            if go(*place):
                return True
        del visited[x, y]
        return False

    assert go(0, 0)
    return [place for place, _ in zip(visited, range(3))]


def backtracking(n):
    ways = [queens(i) for i in range(4, n + 1)]
    solution, tried = sudoku(SUDOKU)
    return ways, solution[:9], tried, knights_tour(20)


if __name__ == "__main__":
    measure("backtracking", backtracking, 11,
            expect=([2, 10, 4, 40, 92, 352, 724, 2680], "812753649", 13810,
                    [(0, 0), (1, 2), (0, 4)]),
            small=((6,), ([2, 10, 4], "812753649", 13810, [(0, 0), (1, 2), (0, 4)])))
