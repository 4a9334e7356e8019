../../../examples/sudoku.py
