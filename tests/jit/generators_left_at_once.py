# Loops over generators that end in their first iteration.
def count(n):
    for k in range(n):
        yield k


def first(n, rounds):
    total = 0
    for i in range(rounds):
        for x in count(n):
            total += x + i
            break
        else:
            total -= 1
    return total


def first_returned(n):
    for x in count(n):
        return x
    return "none"


def first_raises(n):
    for x in count(n):
        raise ValueError(x)


i = 0
while i < 300:
    i += 1
    for item in count(4):
        break
print(i, item)
print(first(3, 300), first(0, 300), [first_returned(n % 2) for n in range(300)][-2:])
for _ in range(300):
    try:
        first_raises(2)
    except ValueError as e:
        last = e
print(repr(last))
