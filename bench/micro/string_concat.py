"""Building a string by += and by join."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def string_concat(n):
    text = ""
    for i in range(n):
        text += "ab"
    parts = []
    for i in range(n):
        parts.append("cd")
    return len(text) + len("".join(parts)) + text.count("b")


if __name__ == "__main__":
    measure("string_concat", string_concat, 100_000,
            expect=500000)
