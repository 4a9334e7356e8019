"""Building a string by += and by join."""

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
