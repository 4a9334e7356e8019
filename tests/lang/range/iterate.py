def total(r):
    t = 0
    for i in r:
        t += i
    return t
for r in (range(1000), range(0), range(10, 0, -1), range(2**61 - 3, 2**61 + 3), range(2**62 - 2, 2**62 + 2), range(2**63 - 2, 2**63 + 2), range(-2**63 - 2, -2**63 + 2), range(-2**61 - 2, -2**61 + 2), range(10**20, 10**20 + 3), range(2**62, 0, -2**60), range(0, 2**64, 2**62)):
    print(r, total(r), [x for x in r][:8])
for i in range(3):
    for i in range(10, 12):
        print(i, end=" ")
    print(i)
    i = 99
print(i)
for i in range(0):
    pass
print(i)
it = iter(range(5))
print(next(it), next(it), it.__length_hint__(), list(it), next(it, "end"), type(it).__name__, type(iter(range(2**70))).__name__, iter(range(3)).__reduce__()[1])
n = 3
for i in range(n):
    n += 5
    print(i, n)
for i in range(10):
    if i == 3:
        continue
    if i == 6:
        break
else:
    print("never")
print(i)
for x in range(2):
    pass
else:
    print("else", x)
print([*range(3)], {*range(2)}, dict.fromkeys(range(2)), list(zip(range(3), range(3, 0, -1))), list(map(lambda a, b: a * b, range(4), range(4))), list(enumerate(range(5, 7))), sum(range(10**6)), list(range(5))[1:], any(range(3)), all(range(3)), min(range(5, 1, -1)))
class I:
    def __index__(self):
        return 4
print(list(range(I())), list(range(1, I(), True)), range(I()))
