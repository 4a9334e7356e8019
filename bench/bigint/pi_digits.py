"""Digits of pi: a spigot of rationals, and Machin's formula on long integers."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def spigot_digits():
    """Gibbons's unbounded spigot."""
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = (q * k, (2 * q + r) * l, t * l, k + 1,
                                (q * (7 * k + 2) + r * l) // (t * l), l + 2)


def inverse_arctan(x, unity):
    total = term = unity // x
    square = x * x
    divisor = 3
    sign = -1
    while term:
        term //= square
        total += sign * (term // divisor)
        sign = -sign
        divisor += 2
    return total


def machin(digits):
    unity = 10 ** (digits + 10)
    pi = 4 * (4 * inverse_arctan(5, unity) - inverse_arctan(239, unity))
    return pi // 10 ** 10


def pi_digits(count, many):
    digits = []
    for digit in spigot_digits():
        digits.append(str(digit))
        if len(digits) == count:
            break
    text = "".join(digits)
    long_text = str(machin(many))
    assert long_text.startswith(text)
    return text[-10:], long_text[-10:], sum(map(int, long_text))


if __name__ == "__main__":
    measure("pi_digits", pi_digits, 2800, 4200,
            expect=("3590279934", "5661406800", 19130),
            small=((600, 1000), ("6766940513", "2164201989", 4479)))
