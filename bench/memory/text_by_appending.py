"""A text of 10 MB built by +=."""

import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def text_by_appending(rounds):
    text = ""
    for _ in range(rounds):
        text += "0123456789"
    return len(text)


if __name__ == "__main__":
    measure("text_by_appending", text_by_appending, 1_000_000,
            expect=10_000_000, small=((10_000,), 100_000))
