# Arithmetic around every width at which a representation could change.
for bits in (7, 8, 15, 16, 30, 31, 32, 52, 53, 59, 60, 61, 62, 63, 64, 65, 127, 128):
    for delta in (-2, -1, 0, 1, 2):
        n = 2 ** bits + delta
        print(bits, delta, n, -n, n + 1, n - 1, n * 2, -n - 1, -n + 1, n // 2, -n // 2, n - n, ~n)
