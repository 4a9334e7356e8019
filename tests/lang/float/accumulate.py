x = 0.0
for i in range(1, 2001):
    x += 1.0 / i
    x *= 1.0000001
print(x)
a, b = 1.0, 1e-3
for i in range(500):
    a, b = a - b * a * 0.5, b + a * 0.01 - b * b
print(a, b)
s = 0
for i in range(1000):
    s += i * 0.1
print(s, int(s), s // 1, s % 7)
def newton(n):
    g = n
    for _ in range(50):
        g = (g + n / g) / 2
    return g
print([newton(v) for v in (2, 3, 10, 1e6, 0.5)])
print(sum(i ** -2 for i in range(1, 3000)), sum([1.5] * 7), 1e308 + 1e308 - 1e308, 3 * 0.1, 1 - 0.9, 1e16 + 1 - 1e16)
