import math
print(math.gcd(), math.gcd(0), math.gcd(12, 18), math.gcd(-12, 18), math.gcd(0, 5), math.gcd(2**200, 6**100), math.gcd(12, 18, 27), math.gcd(True, 4))
print(math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(-4, 6), math.lcm(2**64, 3**40), math.lcm(1, 2, 3, 4, 5, 6, 7))
for n in (0, 1, 2, 3, 4, 15, 16, 17, 2**62 - 1, 2**62, 2**63, 10**30, 10**30 - 1, 3**301):
    r = math.isqrt(n)
    print(n, r, r * r <= n < (r + 1) ** 2)
print(math.factorial(0), math.factorial(20), math.factorial(21), math.factorial(25), math.comb(10, 3), math.comb(100, 50), math.comb(3, 5), math.perm(5), math.perm(10, 3), math.perm(3, 5), math.comb(2**40, 3))
for e in ("math.gcd(1.0, 2)", "math.gcd('a')", "math.isqrt(-1)", "math.isqrt(4.0)", "math.factorial(-1)", "math.factorial(3.0)", "math.factorial(2.5)", "math.comb(-1, 2)", "math.comb(5, -1)", "math.perm(-1)", "math.comb(5)", "math.lcm('a', 1)", "math.factorial('5')", "math.factorial(10**20)", "math.comb(2**100, 2**90)"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
