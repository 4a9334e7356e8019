"""Primes by trial division: modulo and branches."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def count_primes(n):
    count = 0
    for candidate in range(2, n):
        divisor = 2
        is_prime = True
        while divisor * divisor <= candidate:
            if candidate % divisor == 0:
                is_prime = False
                break
            divisor += 1
        if is_prime:
            count += 1
    return count


if __name__ == "__main__":
    measure("count_primes", count_primes, 20_000,
            expect=2262)
