# Loops over generators, themselves in loops, whose bodies never come back to them.

def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def first(n):
    for v in numbers(n):
        return v
    return -1


def firsts(rounds):
    total = 0
    last = None
    for k in range(rounds):
        for v in numbers(k % 4):
            total += v + 1
            last = (k, v)
            break
        for v in numbers(k % 3 + 1):
            total += first(k % 2)
            if v:
                raise_it = False
            break
        else:
            total += 1000
    return total, last


def raises(rounds):
    caught = 0
    for k in range(rounds):
        try:
            for v in numbers(k % 2):
                raise ValueError(v)
        except ValueError as e:
            caught += 1
    return caught


for k in range(60):
    r = firsts(k), raises(k)
print(r, firsts(500), raises(501))
