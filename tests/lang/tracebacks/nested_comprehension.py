m = [[1, 2], [3, "x"]]
r = {i: [v * 2 - 1 for v in row] for i, row in enumerate(m)}
