def show(start, stop, step, value):
    a = list(range(6))
    try:
        a[start:stop:step] = value
        print(start, stop, step, value, a)
    except (ValueError, TypeError) as e:
        print(start, stop, step, value, type(e).__name__, e, a)
for value in ([], [9], [7, 8, 9], "ab", (), range(3), {1: 2}):
    for start, stop in ((0, 0), (0, 2), (2, 4), (3, 1), (None, None), (5, 100), (100, 200), (-2, None), (-100, 1), (6, 6)):
        show(start, stop, None, value)
    for start, stop, step in ((None, None, 2), (None, None, -1), (None, None, 3), (5, None, -2), (1, 4, 1), (0, 0, 2), (4, 1, 2)):
        show(start, stop, step, value)
def delete(start, stop, step):
    a = list(range(8))
    del a[start:stop:step]
    print("del", start, stop, step, a)
for t in ((None, None, None), (0, 3, None), (2, 2, None), (None, None, 2), (None, None, -2), (1, 7, 3), (7, 1, -3), (100, None, None), (-3, -1, None), (5, 2, None), (None, None, 100), (6, None, -100)):
    delete(*t)
a = [1, 2, 3]
a[1:1] = a
print(a)
a[:] = a[::-1]
print(a)
a[len(a):] = [4]
a[:0] = [0]
print(a)
a[2:4] = (x * 10 for x in range(4))
print(a)
a[::2] = a[1::2] + [99] * (len(a[::2]) - len(a[1::2]))
print(a)
