"""& | ^ ~ with negative and large operands, and what masking tells about ranges."""


def mask(x):
    return x & 0xFF, x & -2, x | 1, x ^ -1, (x & 0xFFFFFFFF) * 2, ~x & 7


def checksum(text, rounds):
    a, b = 1, 0
    for i in range(rounds):
        a = (a + text[i % len(text)]) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def xorshift(x, rounds):
    for _ in range(rounds):
        x ^= x << 13 & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= x << 17 & 0xFFFFFFFFFFFFFFFF
    return x


def fnv(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


for x in [s * 2 ** p + d for p in (0, 8, 31, 61, 62, 63, 64, 100) for s in (1, -1) for d in (-1, 0, 1)] * 20:
    result = mask(x)
    print(*result) if x % 3 == 0 and abs(x) > 300 else None
print(checksum(b"Wikipedia", 5000), xorshift(88172645463325252, 2000), fnv(bytes(range(256)) * 4))
