"""Conway's game of life on a torus of lists, and on a set of live cells."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def seed_board(width, height):
    state = 12345
    board = []
    for _ in range(height):
        row = []
        for _ in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            row.append(1 if state >> 16 & 3 == 0 else 0)
        board.append(row)
    return board


def step_board(board):
    height = len(board)
    width = len(board[0])
    result = []
    for y in range(height):
        above = board[y - 1]
        here = board[y]
        below = board[(y + 1) % height]
        row = []
        for x in range(width):
            left = x - 1
            right = (x + 1) % width
            neighbours = (above[left] + above[x] + above[right] +
                          here[left] + here[right] +
                          below[left] + below[x] + below[right])
            row.append(1 if neighbours == 3 or (neighbours == 2 and here[x]) else 0)
        result.append(row)
    return result


NEIGHBOURS = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]


def step_cells(cells, width, height):
    counts = {}
    for x, y in cells:
        for dx, dy in NEIGHBOURS:
            cell = ((x + dx) % width, (y + dy) % height)
            counts[cell] = counts.get(cell, 0) + 1
    return {cell for cell, count in counts.items()
            if count == 3 or (count == 2 and cell in cells)}


def game_of_life(width, height, steps):
    board = seed_board(width, height)
    cells = {(x, y) for y in range(height) for x in range(width) if board[y][x]}
    for _ in range(steps):
        board = step_board(board)
        cells = step_cells(cells, width, height)
    assert len(cells) == sum(map(sum, board))
    assert all(board[y][x] for x, y in cells)
    return len(cells), sum(x * y for x, y in cells)


if __name__ == "__main__":
    measure("game_of_life", game_of_life, 80, 60, 160,
            expect=(424, 529446),
            small=((40, 30, 40), (123, 31368)))
