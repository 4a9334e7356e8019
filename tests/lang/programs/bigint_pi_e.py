def pi_digits(n):
    q, r, t, k, m, x, out = 1, 0, 1, 1, 3, 3, []
    while len(out) < n:
        if 4 * q + r - t < m * t: out.append(m); q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else: q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))
print(pi_digits(250)); e, f, n = 10**200, 10**200, 1
while f: f //= n; e += f; n += 1
print(e); a = 10**100 * 2; x = a
def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x: return x
        x = y
print(isqrt(2 * 10**300)); m = 2**521 - 1; s = 4
for _ in range(519): s = (s * s - 2) % m
print(s); print(pow(3, 2**127 - 2, 2**127 - 1), [p for p in range(2, 100) if pow(2, p - 1, p) == 1 and all(p % d for d in range(2, p))][-5:], sum(int(d) for d in str(2**5000 if False else 2**4000)), 123456789**20 % 987654321, (10**50 + 7) * (10**50 - 7) == 10**100 - 49)
