#!/usr/bin/python3.11
"""Writes case_orbits.inc: which characters match each other under IGNORECASE.

Two characters match when their simple lower-case forms are equal or have the
same upper-case form.  That relation splits the characters into orbits of at
most four; the table maps a character to the next one of its orbit, as runs.
"""

import _sre
from re._casefix import _EXTRA_CASES

orbits = {}
for code in range(0x110000):
    low = _sre.unicode_tolower(code)
    key = min((low, *_EXTRA_CASES.get(low, ())))
    orbits.setdefault(key, set()).update((code,))

following = {}
for members in orbits.values():
    members = sorted(members)
    if len(members) > 1:
        for here, there in zip(members, members[1:] + members[:1]):
            following[here] = there
assert max(map(len, orbits.values())) == 4

runs = []
codes = sorted(following)
index = 0
while index < len(codes):
    first = codes[index]
    delta = following[first] - first

    def length(expected):
        count = 0
        while (index + count < len(codes) and codes[index + count] == first + count
               and following[first + count] - first - count == expected(count)):
            count += 1
        return count

    same = length(lambda i: delta)
    pairs = length(lambda i: -1 if i % 2 else 1) & ~1
    if pairs > same:
        runs.append((first, first + pairs - 1, "CASE_PAIRS"))
        index += pairs
    else:
        runs.append((first, first + same - 1, delta))
        index += same

print("/* Written by make_case_orbits.py. */")
for first, last, delta in runs:
    print(f"{{0x{first:x}, 0x{last:x}, {delta}}},")
