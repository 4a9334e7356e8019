"""A loop that is the first thing of a function: entered in the middle, its variables have values."""


def count_down(n):
    while True:
        n -= 1
        if n < 0:
            return before
        before = n


def drain(items):
    while items:
        last = items.pop()
    return last


print(count_down(5), count_down(50000), drain(list(range(30000))))
try:
    count_down(0)
except UnboundLocalError as e:
    print(e)
