"""True and False in arithmetic, comparisons and containers that were specialised for int."""


def add(a, b):
    return a + b, a - b, a * b, a & b, a | b, a ^ b, -a, ~a, a << 1, a < b, a == b, not a


for i in range(2000):
    add(i, i + 1)
for a in (True, False, 1, 0):
    for b in (True, False, 1, 0):
        print(*add(a, b))
count = 0
for i in range(3000):
    count += i % 7 == 3
    count += (i > 5) & (i < 100)
print(count, type(count), sum(i % 2 == 0 for i in range(1000)), [10, 20][True], {1: "one"}[True])
