n = 2**61 - 3
for i in range(6):
    n += 1
    print(n)
for i in range(6):
    n -= 1
    print(n)
n = -2**60 + 2
for i in range(5):
    n -= 1
    print(n)
n = 1
for i in range(70):
    n *= 3
    n ^= i
    n |= 1
    n &= ~4
    if i % 7 == 0:
        n >>= 2
    if i % 11 == 0:
        n <<= 5
    if i % 13 == 0:
        n //= 7
    n %= 10**40
    print(n)
n = 3
n **= 50
n **= 2
print(n)
n /= 7
print(n)
x = [1]
y = x
y += [2]
y *= 2
print(x, x is y)
s = "a"
s += "b"
s *= 3
print(s)
for stmt in ("n = 1; n += 'a'", "n = 'a'; n += 1", "n = []; n += 5", "n = []; n -= []", "n = {}; n |= 5", "n = (); n += []", "n = None; n *= 2", "n = 1; n @= 2", "n = 1; n <<= 1.0", "n = 1; n **= 'a'", "n = object(); n //= 1"):
    try:
        exec(stmt)
    except TypeError as e:
        print(stmt, "|", e)
