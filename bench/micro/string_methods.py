"""Formatting, splitting, replacing, searching strings."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def string_methods(n):
    total = 0
    for i in range(n):
        text = "item %d: %s" % (i, "value")
        total += len(text.upper().replace("ITEM", "x").split(":"))
        total += len(f"{i:05d}-{text}") + text.find("value")
        if text.startswith("item") and text.strip().endswith("e"):
            total += 1
    return total


if __name__ == "__main__":
    measure("string_methods", string_methods, 100_000,
            expect=3777780)
