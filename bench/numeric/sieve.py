"""Primes by four sieves: booleans, slices, a dict of composites, a wheel."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def sieve_flags(limit):
    flags = [True] * (limit + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= limit:
        if flags[i]:
            for j in range(i * i, limit + 1, i):
                flags[j] = False
        i += 1
    return [i for i, prime in enumerate(flags) if prime]


def sieve_bytes(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0:2] = b"\0\0"
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, limit + 1, i)))
    return sum(flags)


def sieve_dict():
    """An endless generator: each known composite waits under its value."""
    composites = {}
    candidate = 2
    while True:
        step = composites.pop(candidate, None)
        if step is None:
            yield candidate
            composites[candidate * candidate] = candidate
        else:
            value = candidate + step
            while value in composites:
                value += step
            composites[value] = step
        candidate += 1


def is_prime(n):
    if n < 4:
        return n > 1
    if n % 2 == 0 or n % 3 == 0:
        return False
    i = 5
    while i * i <= n:
        if n % i == 0 or n % (i + 2) == 0:
            return False
        i += 6
    return True


def sieve(limit):
    primes = sieve_flags(limit)
    assert len(primes) == sieve_bytes(limit)
    some = []
    for prime in sieve_dict():
        if prime > limit // 4:
            break
        some.append(prime)
    assert some == primes[:len(some)]
    assert sum(map(is_prime, range(limit // 8))) == sum(1 for p in primes if p < limit // 8)
    return len(primes), sum(primes)


if __name__ == "__main__":
    measure("sieve", sieve, 1_600_000,
            expect=(121127, 92878592188),
            small=((100_000,), (9592, 454396537)))
