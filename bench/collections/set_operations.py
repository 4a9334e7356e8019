"""Sets: puzzles by search over frozensets, algebra, closure, cover, anagrams."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def word_list(count):
    state = 5
    words = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        letters = [("aeiou" if i % 2 else "bdklmnrst")[state >> (4 * i + 3) & 3] for i in range(5)]
        words.append("".join(letters))
    return words


def anagrams(words):
    groups = {}
    for word in set(words):
        groups.setdefault("".join(sorted(word)), set()).add(word)
    return max(len(group) for group in groups.values())


def transitive_closure(pairs):
    reach = {}
    for a, b in pairs:
        reach.setdefault(a, set()).add(b)
    changed = True
    while changed:
        changed = False
        for a, targets in reach.items():
            further = set()
            for b in targets:
                further |= reach.get(b, set())
            if not further <= targets:
                targets |= further
                changed = True
    return sum(map(len, reach.values()))


def greedy_cover(universe, subsets):
    chosen = 0
    left = set(universe)
    while left:
        best = max(subsets, key=lambda subset: (len(subset & left), min(subset)))
        left -= best
        chosen += 1
    return chosen


def river_crossings(pairs):
    """Steps to bring jealous pairs over a river; states are frozensets."""
    everyone = frozenset((kind, i) for i in range(pairs) for kind in "ab")

    def safe(group):
        others = {i for kind, i in group if kind == "a"}
        return not others or all(i in others for kind, i in group if kind == "b")

    start = (everyone, 0)
    seen = {start}
    frontier = [start]
    steps = 0
    while frontier:
        following = []
        for here, side in frontier:
            if not here:
                return steps, len(seen)
            bank = here if side == 0 else everyone - here
            members = sorted(bank)
            boats = [frozenset((a, b)) for a in members for b in members if a <= b]
            for boat in boats:
                there = here - boat if side == 0 else here | boat
                state = (there, 1 - side)
                if state not in seen and safe(boat) and safe(there) and safe(everyone - there):
                    seen.add(state)
                    following.append(state)
        frontier = following
        steps += 1
    return None, len(seen)


def algebra(size):
    threes = set(range(0, size, 3))
    fives = set(range(0, size, 5))
    sevens = {i for i in range(size) if i % 7 == 0}
    both = threes & fives
    neither = set(range(size)) - threes - fives
    one = threes ^ fives ^ sevens
    assert both == {i for i in range(size) if i % 15 == 0}
    assert both.isdisjoint(neither)
    assert threes.union(fives, sevens).issuperset(one)
    total = 0
    for i in range(size):
        if i in one and i not in both:
            total += i
    sevens.difference_update(both)
    sevens.symmetric_difference_update(threes)
    for i in range(0, size, 2):
        sevens.discard(i)
    return total, len(neither), len(sevens)


def set_operations(size):
    words = word_list(size // 10)
    subsets = [frozenset(j * i % 1009 for j in range(1, 30)) | {i} for i in range(1, 400)]
    universe = set().union(*subsets)
    pairs = [(i, (i * i + 1) % 211) for i in range(211)] + [(i, i + 1) for i in range(60)]
    return (algebra(size), len(set(words)), anagrams(words), transitive_closure(pairs),
            greedy_cover(universe, subsets), river_crossings(3))


if __name__ == "__main__":
    measure("set_operations", set_operations, 400_000,
            expect=((33523790453, 213333, 78095), 1024, 12, 25240, 76, (11, 37)),
            small=((20_000,), ((83790453, 10667, 3905), 903, 12, 25240, 76, (11, 37))))
