"""Looking strings up in a dict."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def dict_lookup(rounds):
    table = {"key%d" % i: i for i in range(1000)}
    keys = list(table)
    total = 0
    for _ in range(rounds):
        for key in keys:
            total += table[key]
            if key in table:
                total += 1
    return total


if __name__ == "__main__":
    measure("dict_lookup", dict_lookup, 500,
            expect=250250000)
