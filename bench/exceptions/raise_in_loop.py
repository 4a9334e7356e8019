"""Exceptions as ordinary control flow: parsing, lookups, iteration, clean-up."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class ParseError(ValueError):
    def __init__(self, text, position):
        super().__init__(text, position)
        self.text = text
        self.position = position

    def __str__(self):
        return f"cannot parse {self.text!r} at {self.position}"


class Resource:
    opened = 0
    closed = 0

    def __enter__(self):
        Resource.opened += 1
        return self

    def __exit__(self, kind, value, traceback):
        Resource.closed += 1
        return kind is KeyError


def parse_number(text):
    value = 0
    for position, char in enumerate(text):
        if not "0" <= char <= "9":
            raise ParseError(text, position)
        value = value * 10 + ord(char) - 48
    return value


def parse_all(texts):
    good = bad = 0
    for text in texts:
        try:
            good += parse_number(text)
        except ParseError as error:
            bad += error.position + len(str(error))
    return good, bad


def convert(texts):
    total = 0
    for text in texts:
        try:
            total += int(text)
        except ValueError:
            total -= 1
        else:
            total += 1
        finally:
            total ^= 1
    return total


def count_words(words):
    counts = {}
    for word in words:
        try:
            counts[word] += 1
        except KeyError:
            counts[word] = 1
    return counts


def attribute_or(items, default):
    total = 0
    for item in items:
        try:
            total += item.real
        except AttributeError:
            total += default
    return total


def chained(n):
    depth = 0
    for i in range(n):
        try:
            try:
                [][i]
            except IndexError as error:
                raise RuntimeError("no item") from error
        except RuntimeError as error:
            depth += isinstance(error.__cause__, IndexError)
    return depth


def guarded(n):
    table = {i: i for i in range(0, n, 2)}
    found = 0
    for i in range(n):
        with Resource():
            found += table[i]
    return found


def exhausted(n):
    rounds = 0
    iterator = iter(range(3))
    for _ in range(n):
        try:
            next(iterator)
        except StopIteration:
            rounds += 1
            iterator = iter(range(3))
    return rounds


def raise_in_loop(n):
    texts = [str(i) if i % 3 else f"{i}x{i}" for i in range(n)]
    good, bad = parse_all(texts)
    Resource.opened = Resource.closed = 0
    return (good, bad, convert(texts), len(count_words(texts[:99] * (n // 99))),
            attribute_or([i if i % 2 else str(i) for i in range(n)], 5),
            chained(n // 2), guarded(n), exhausted(n), Resource.opened == Resource.closed == n)


if __name__ == "__main__":
    measure("raise_in_loop", raise_in_loop, 150_000,
            expect=(7500000000, 1838880, 7500100000, 99, 5625375000, 75000, 5624925000, 37500,
                    True),
            small=((15_000,), (75000000, 168882, 75010000, 99, 56287500, 7500, 56242500, 3750,
                               True)))
