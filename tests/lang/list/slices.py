base = list(range(10))
bounds = (None, 0, 1, 5, 9, 10, 15, -1, -5, -10, -15)
for start in bounds:
    for stop in bounds:
        print(start, stop, base[start:stop], base[start:stop:2], base[start:stop:-1], base[start:stop:-3])
