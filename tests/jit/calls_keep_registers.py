# Values that live across calls of C functions which look at no frames may stay in registers that
# C keeps: more of them than there are such registers, leaving behind the call, errors in it,
# collections in it, signals' worth of frames looked at in between.
import gc
import sys


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == other.n


def searched(d, keys):
    a = b = c = e = f = 0
    for i, k in enumerate(keys):
        a += i
        v = d.get(k, -1)
        b += v
        c ^= a
        if k in d:
            e += d[k]
        f = (f * 3 + e) & 0xffff
    return a, b, c, e, f


def appended(n, x):
    out = []
    p, q, r, s, t = 1, 2, 3, 4, 5
    for i in range(n):
        out.append(p)
        p, q, r, s, t = q, r, s, t, p + i
        out.append((p, x))
    return len(out), out[-1], out[n], p, q, r, s, t


def joined(words):
    text = ""
    length = spaces = longest = 0
    for w in words:
        text = text + w + " "
        length += len(w)
        spaces += 1
        longest = max(longest, len(w))
    return text[-12:], length, spaces, longest


def leaves_behind(d, keys):
    # Another kind of value than before, just behind the search.
    total = 0
    count = 0
    last = None
    for k in keys:
        value = d[k]
        total += value
        count += 1
        last = k
    return total, count, last


def fails(d, keys):
    done = 0
    sum_of_keys = 0
    try:
        for k in keys:
            sum_of_keys += k
            d[k]
            done += 1
    except KeyError as e:
        return "KeyError", e.args, done, sum_of_keys
    return done, sum_of_keys


def floats_and_ints(d, n):
    x, y = 0.5, 1.25
    i = j = 0
    while i < n:
        j += d[i & 7]
        x = x * 0.5 + j
        y = y + x
        i += 1
    return x, y, i, j


def looked_at(d, keys):
    a = b = c = 0
    for k in keys:
        a += 1
        b += d[k]
        c += a
        if a % 64 == 0:
            names = sys._getframe().f_locals
            c += names["a"] + names["b"] - names["c"]
    return a, b, c


def collected(n):
    kept = []
    p, q = [1], [2]
    for i in range(n):
        pair = (p, q)
        kept.append(pair)
        p, q = q, [i]
        if i % 100 == 99:
            gc.collect()
            kept = kept[-3:]
    return kept, p, q


numbers = {i: i * i for i in range(0, 200, 2)}
for round in range(4):
    print(searched(numbers, list(range(100))), searched({Key(3): 5}, [Key(i) for i in range(6)]))
    print(appended(150, round), joined(["ab", "cde", "f"] * 40))
    print(leaves_behind(numbers, list(range(0, 200, 2))), leaves_behind({1: 2.5, 2: 1 << 70, 3: True}, [1, 2, 3, 2]))
    print(fails(numbers, [2, 4, 6, 8, 9, 10]), fails(numbers, [2] * 90))
    print(floats_and_ints({i: i - 3 for i in range(8)}, 120), floats_and_ints({i: i / 2 for i in range(8)}, 20))
    print(looked_at(numbers, [2, 4, 6, 8] * 40), collected(250))
