"""Solves sudoku puzzles by constraint propagation and search.

usage: sudoku.py [PUZZLE ...]

A puzzle is 81 characters, row by row, with . or 0 for an empty square.
"""

import sys

ROWS, DIGITS = "ABCDEFGHI", "123456789"
SQUARES = [r + c for r in ROWS for c in DIGITS]
UNIT_LIST = ([[r + c for r in ROWS] for c in DIGITS]
             + [[r + c for c in DIGITS] for r in ROWS]
             + [[r + c for r in rs for c in cs]
                for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")])
UNITS = {s: [unit for unit in UNIT_LIST if s in unit] for s in SQUARES}
PEERS = {s: sorted({other for unit in UNITS[s] for other in unit} - {s}) for s in SQUARES}

PUZZLES = [
    "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......",
    "..3.2.6..9..3.5..1..18.64....81.29..7.......8..67.82....26.95..8..2.3..9..5.1.3..",
    "85...24..72......9..4.........1.7..23.5...9...4...........8..7..17..........36.4.",
    "..53.....8......2..7..1.5..4....53...1..7...6..32...8..6.5....9..4....3......97..",
    "12..4......5.69.1...9...5.........7.7...52.9..3......2.9.6...5.4..9..8.1..3...9.4",
    "...57..3.1......2.7...234......8...4..7..4...49....6.5.42...3.....7..9....18.....",
    "1....7.9..3..2...8..96..5....53..9...1..8...26....4...3......1..4......7..7...3..",
]


class Contradiction(Exception):
    pass


class Solver:
    def __init__(self):
        self.guesses = 0
        self.eliminations = 0

    def assign(self, values, square, digit):
        for other in values[square].replace(digit, ""):
            self.eliminate(values, square, other)

    def eliminate(self, values, square, digit):
        if digit not in values[square]:
            return
        self.eliminations += 1
        values[square] = left = values[square].replace(digit, "")
        if not left:
            raise Contradiction(square)
        if len(left) == 1:
            for peer in PEERS[square]:
                self.eliminate(values, peer, left)
        for unit in UNITS[square]:
            places = [s for s in unit if digit in values[s]]
            if not places:
                raise Contradiction(square)
            if len(places) == 1 and len(values[places[0]]) > 1:
                self.assign(values, places[0], digit)

    def parse(self, puzzle):
        values = dict.fromkeys(SQUARES, DIGITS)
        for square, character in zip(SQUARES, puzzle):
            if character in DIGITS:
                self.assign(values, square, character)
        return values

    def search(self, values):
        if all(len(v) == 1 for v in values.values()):
            return values
        square = min((s for s in SQUARES if len(values[s]) > 1), key=lambda s: len(values[s]))
        for digit in values[square]:
            self.guesses += 1
            attempt = values.copy()
            try:
                self.assign(attempt, square, digit)
                return self.search(attempt)
            except Contradiction:
                pass
        raise Contradiction(square)

    def solve(self, puzzle):
        return self.search(self.parse(puzzle))


def show(values):
    lines = []
    for r in ROWS:
        cells = [values[r + c] for c in DIGITS]
        lines.append(" | ".join(" ".join(cells[i:i + 3]) for i in (0, 3, 6)))
        if r in "CF":
            lines.append("------+-------+------")
    return "\n".join(lines)


def main():
    puzzles = sys.argv[1:] or PUZZLES
    for puzzle in puzzles:
        if len(puzzle) != 81:
            sys.exit(f"a puzzle has 81 squares, this one {len(puzzle)}: {puzzle}")
        solver = Solver()
        try:
            print(show(solver.solve(puzzle)))
        except Contradiction:
            print("no solution")
        print(f"{solver.guesses} guesses, {solver.eliminations} eliminations\n")


if __name__ == "__main__":
    main()
