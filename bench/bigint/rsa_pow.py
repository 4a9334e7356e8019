"""RSA: Miller-Rabin, key making, pow by hand and built in, signatures."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Random:
    def __init__(self, seed):
        self.state = seed

    def bits(self, count):
        value = 0
        for _ in range(0, count, 32):
            self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (2 ** 64 - 1)
            value = value << 32 | self.state >> 32
        return value >> (-count % 32)


def power_mod(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


SMALL_PRIMES = [p for p in range(3, 200) if all(p % d for d in range(2, p))]


def probably_prime(n, random, rounds=8):
    for p in SMALL_PRIMES:
        if n % p == 0:
            return n == p
    odd = n - 1
    twos = 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    for _ in range(rounds):
        x = pow(random.bits(64) + 2, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def find_prime(bits, random):
    while True:
        candidate = random.bits(bits) | 1 | 3 << (bits - 2)
        if probably_prime(candidate, random):
            return candidate


def extended_gcd(a, b):
    x, next_x = 1, 0
    while b:
        quotient, remainder = divmod(a, b)
        a, b = b, remainder
        x, next_x = next_x, x - quotient * next_x
    return a, x


def make_key(bits, random):
    public = 65537
    while True:
        p = find_prime(bits // 2, random)
        q = find_prime(bits // 2, random)
        phi = (p - 1) * (q - 1)
        divisor, inverse = extended_gcd(public, phi)
        if p != q and divisor == 1:
            return p * q, public, inverse % phi


def rsa_pow(bits, messages):
    random = Random(2024)
    modulus, public, private = make_key(bits, random)
    checksum = 0
    for i in range(messages):
        message = int.from_bytes(b"message number %d" % i, "big")
        secret = power_mod(message, public, modulus)
        opened = pow(secret, private, modulus)
        assert opened.to_bytes((opened.bit_length() + 7) // 8, "big") == b"message number %d" % i
        signature = power_mod(message, private, modulus)
        assert pow(signature, public, modulus) == message
        checksum ^= signature
    return hex(checksum % (1 << 64)), str(modulus)[:20]


if __name__ == "__main__":
    measure("rsa_pow", rsa_pow, 1024, 60,
            expect=("0xd6cac3a696330956", "13507904975728927929"),
            small=((512, 12), ("0x635862147193b327", "80114019529330621735")))
