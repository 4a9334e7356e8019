# Counted loops look for interrupts once in many iterations (opt_polls.c): what they compute, where
# they leave in the middle, what signals find.
import signal


def count_for(n):
    total = 0
    for i in range(n):
        total += i
    return total, i


def count_while(n, step_from):
    i = step_from
    total = 0
    while i < n:
        total += i & 7
        i += 3
    return i, total


def steps(first, last):
    seen = 0
    for i in range(first, last, 5):
        if i % 7 == 3:
            continue
        seen += i
        if seen > 3_000_000:
            break
    return seen, i


def near_the_ends(first, last):
    # The ends of small ints: what lies CHUNK iterations ahead is none.
    count = 0
    i = first
    while i < last:
        count += 1
        i += 1
    return i, count


def downwards(first, last):
    total = 0
    i = None
    for i in range(first, last, -1):
        total ^= i
    j = first
    while last < j:
        j -= 3
        total += j & 3
    return total, i, j


def down_to_the_end(first, last):
    count = 0
    i = first
    while i > last:
        count += 1
        i -= 1
    return i, count


def items(values):
    total = 0
    last = None
    for value in values:
        total += value
        last = value
    return total, last


def stored(values, n):
    for i in range(1, n):
        values[i] = values[i - 1] + i
    return values[n - 1]


def moving_limit(values):
    # The limit changes: no counted loop.
    i = 0
    while i < len(values):
        if values[i] == 2 and len(values) < 3000:
            values.append(2)
        i += 1
    return i


def two_ways_back(n):
    i = odd = even = 0
    while i < n:
        i += 1
        if i & 1:
            odd += i
            continue
        even += i
    return odd, even


def leaves(n, at):
    # In the second chunk, where the frame's variables must be right.
    values = [1] * n
    values[at] = "x"
    total = 0
    try:
        for i in range(n):
            total += values[i]
    except TypeError:
        return i, total
    return total


def grows(n):
    # Beyond small ints, in the middle of a chunk.
    x = 1 << 60
    for i in range(n):
        x += 1 << 50
    return x, i


def nested(n, m):
    total = 0
    for i in range(n):
        for j in range(m):
            total += i ^ j
        j = 0
        while j < i:
            total -= j
            j += 1
    return total


def interrupted():
    # A signal arrives while a loop runs that nothing else would end soon.
    class Alarm(Exception):
        pass

    def handler(number, frame):
        raise Alarm(frame.f_locals["i"] > 0)

    def run():
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        total = 0
        for i in range(1 << 45):
            total ^= i
        return total

    old = signal.signal(signal.SIGALRM, handler)
    try:
        run()
    except Alarm as e:
        print("alarm", e)
    finally:
        signal.signal(signal.SIGALRM, old)


most = (1 << 61) - 1
for round in range(3):
    for n in (1, 2, 1023, 1024, 1025, 2048, 2049, 5000):
        print(count_for(n), count_while(n, round), items(list(range(n))), stored([0] * (n + 1), n + 1))
    print(count_while(0, 5), count_while(5000, 4999), steps(0, 100), steps(-7000, 20000))
    print(near_the_ends(most - 3000, most), near_the_ends(-most - 1, -most + 3000), near_the_ends(most, -most))
    print(downwards(5000, 0), downwards(1025, 1), downwards(10, 20), downwards(3000, -3000))
    print(down_to_the_end(-most + 2500, -most - 1), down_to_the_end(most, most - 2500), down_to_the_end(-most, most))
    print(moving_limit([2] * 10), two_ways_back(5001), nested(3, 3000), nested(2500, 3))
    print(leaves(4000, 2500), leaves(4000, 1024), leaves(4000, 1023), grows(3000))
interrupted()
