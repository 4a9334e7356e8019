a = 3**300 + 7
b = 7**150 - 11
for x, y in ((a, b), (-a, b), (a, -b), (-a, -b), (b, a), (a, 17), (-a, 17), (a, -17), (17, a), (-17, a), (a, 10**9), (a * b, a), (a * b + 1, b)):
    print(x + y, x - y, x * y, x // y, x % y, divmod(x, y), x & y, x | y, x ^ y, sep="\n")
    print(x < y, x > y, x == y, x != y, (x * y) // y == x, (x * y) % y)
import math
f = math.factorial(200)
print(f, f // math.factorial(198), f % (10**9 + 7), str(f).count("0"))
fib = [0, 1]
while len(fib) < 300:
    fib.append(fib[-1] + fib[-2])
print(fib[90:96], fib[-1])
print(int(str(a) * 3), len(str(7**3000)), sum(map(int, str(7**3000))))
