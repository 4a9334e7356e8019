"""Pancake flipping: over all permutations of N cards, the most flips needed.

usage: fannkuch.py [N]

A permutation is flipped by reversing as many cards as its first card says,
until the first card is 1.  The checksum adds the counts with alternating sign.
"""

import sys


def fannkuch(n):
    permutation = list(range(n))
    count = list(range(1, n + 1))
    most_flips = 0
    checksum = 0
    sign = 1
    while True:
        first = permutation[0]
        if first:
            cards = permutation[:]
            flips = 1
            while True:
                cards[:first + 1] = cards[first::-1]
                first = cards[0]
                if not first:
                    break
                flips += 1
            if flips > most_flips:
                most_flips = flips
            checksum += sign * flips

        # The next permutation: swap, or rotate a prefix.
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
            continue
        permutation[1], permutation[2] = permutation[2], permutation[1]
        sign = 1
        for i in range(2, n):
            count[i] -= 1
            if count[i]:
                break
            count[i] = i + 1
            if i == n - 1:
                return checksum, most_flips
            permutation.insert(i + 1, permutation.pop(0))


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    if n < 3:
        sys.exit("N must be at least 3")
    checksum, flips = fannkuch(n)
    print(checksum)
    print(f"Pfannkuchen({n}) = {flips}")


if __name__ == "__main__":
    main()
