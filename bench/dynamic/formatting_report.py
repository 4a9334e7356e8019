"""A printed report: f-strings, %, str.format, alignment, thousands, dates, units."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Money:
    def __init__(self, cents, currency="EUR"):
        self.cents = cents
        self.currency = currency

    def __format__(self, spec):
        text = f"{self.cents / 100:,.2f} {self.currency}"
        return format(text, spec) if spec else text

    def __str__(self):
        return "%d.%02d" % divmod(self.cents, 100)

    def __repr__(self):
        return f"Money({self.cents!r}, {self.currency!r})"


class Entry:
    def __init__(self, number):
        self.number = number
        self.name = ("apple", "banana", "cherry", "elderberry")[number % 4]
        self.price = Money(number * 739 % 100_000 + 1)
        self.share = number % 101 / 100
        self.day = (2023, number % 12 + 1, number % 28 + 1)


def human_size(size):
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return "%.1f %s" % (size, unit)
        size /= 1024
    return "%.1f TB" % size


def duration(seconds):
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def roman(n):
    result = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
                           (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= value:
            result += letters
            n -= value
    return result


def report(entries, width):
    lines = [f"{'REPORT':=^{width}}"]
    lines.append("{:<6}{:<14}{:>20}{:>9}  {}".format("no", "name", "price", "share", "date"))
    lines.append("-" * width)
    total = 0
    for entry in entries:
        year, month, day = entry.day
        lines.append(f"{entry.number:<6}{entry.name:<14}{entry.price:>20}{entry.share:>9.1%}"
                     f"  {year}-{month:02}-{day:02}")
        total += entry.price.cents
    lines.append("%-*s%20s" % (20, "total", Money(total)))
    return "\n".join(lines)


def formatting_report(count):
    entries = [Entry(i) for i in range(count)]
    text = report(entries, 60)
    lines = text.splitlines()
    codes = 0
    for entry in entries:
        number = entry.number
        codes += len(f"{number:08b} {number:x} {number:#o} {number:+d} {number:e}")
        codes += len("%s|%r|%5d|%-8s|%08.3f|%x" % (entry.name, entry.price, number, entry.name,
                                                  entry.share, number))
        codes += len("{0} {name!r:>12} {1:>{width}}".format(number, entry.share, name=entry.name, width=8))
        codes += len("%(name)s costs %(price)s" % vars(entry))
        codes += len(str(number) + repr(entry.share) + str(entry.day))
        codes += len(human_size(number * 98_765)) + len(duration(number * 7)) + len(roman(number % 300))
    return len(text), lines[3 + count // 2], lines[-1], codes


if __name__ == "__main__":
    measure("formatting_report", formatting_report, 40_000,
            expect=(2480218, "20000 apple                   800.01 EUR     2.0%  2023-09-09",
                    "total                        19982600.00", 7614733),
            small=((2_500,), (155218,
                              "1250  cherry                  237.51 EUR    38.0%  2023-03-19",
                              "total                         1232537.50", 449423)))
