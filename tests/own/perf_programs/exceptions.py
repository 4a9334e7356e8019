import sys


def parse(text):
    try:
        return int(text)
    except ValueError:
        return None


def numbers(n):
    for i in range(n):
        yield i


print(sum(parse(text) is None for text in ["1", "x"] * 200))
print(sum(numbers(50)))
print("to stderr", file=sys.stderr)
raise KeyError("at the end")
