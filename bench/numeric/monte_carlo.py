"""Estimates by random numbers: pi, an integral, a random walk, an option."""

import math
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class LinearCongruential:
    """Park and Miller's generator, for numbers that any machine repeats."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = self.state * 48271 % 2147483647
        return self.state / 2147483647


def estimate_pi(n):
    source = LinearCongruential(42)
    inside = 0
    for _ in range(n):
        x = source.next()
        y = source.next()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4.0 * inside / n


def integrate(f, low, high, n, generator):
    total = 0.0
    for _ in range(n):
        total += f(generator.uniform(low, high))
    return total * (high - low) / n


def random_walk(steps, generator):
    x = y = farthest = 0
    moves = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    for _ in range(steps):
        dx, dy = generator.choice(moves)
        x += dx
        y += dy
        farthest = max(farthest, abs(x) + abs(y))
    return farthest


def option_price(paths, steps, generator):
    """A call's value when the price does a geometric random walk."""
    drift = 0.0001
    spread = 0.02
    total = 0.0
    for _ in range(paths):
        price = 100.0
        for _ in range(steps):
            price *= math.exp(drift + spread * generator.gauss(0.0, 1.0))
        if price > 100.0:
            total += price - 100.0
    return total / paths


def monte_carlo(n):
    generator = random.Random(20)
    return (
        "%.6f" % estimate_pi(n),
        "%.6f" % integrate(lambda x: math.sin(x) * x, 0.0, math.pi, n, generator),
        random_walk(n // 2, generator),
        "%.6f" % option_price(n // 100, 50, generator),
    )


if __name__ == "__main__":
    measure("monte_carlo", monte_carlo, 400_000,
            expect=("3.146900", "3.138642", 577, "6.631958"),
            small=((40_000,), ("3.143400", "3.133006", 209, "6.864737")))
