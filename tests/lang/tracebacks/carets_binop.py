def compute(a, b, c):
    return a * 2 + (b - 1) / (c - c) + a
compute(1, 2, 3)
