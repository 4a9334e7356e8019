"""Distances of strings: edits, common subsequences, alignment, a spelling corrector."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def levenshtein(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            cost = previous[j - 1] + (x != y)
            current.append(min(previous[j] + 1, current[j - 1] + 1, cost))
        previous = current
    return previous[-1]


def common_subsequence(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            elif table[i][j + 1] >= table[i + 1][j]:
                table[i + 1][j + 1] = table[i][j + 1]
            else:
                table[i + 1][j + 1] = table[i + 1][j]
    result = ""
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            result = a[i - 1] + result
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return result


def edits(word):
    """Everything one edit away."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deletes = [a + b[1:] for a, b in splits if b]
    swaps = [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    replaces = [a + c + b[1:] for a, b in splits if b for c in letters]
    inserts = [a + c + b for a, b in splits for c in letters]
    return set(deletes + swaps + replaces + inserts)


def correct(word, known):
    if word in known:
        return word
    candidates = [edit for edit in edits(word) if edit in known]
    if not candidates:
        return word
    return max(candidates, key=lambda candidate: (known[candidate], candidate))


def sequence(length, seed):
    letters = []
    for _ in range(length):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        letters.append("ACGT"[seed >> 16 & 3])
    return "".join(letters)


WORDS = ("spelling something language corrector dictionary algorithm distance sequence "
         "alignment necessary separate definitely interpreter performance").split()


def spelling(rounds):
    known = {word: len(word) for word in WORDS}
    fixed = 0
    for i in range(rounds):
        word = WORDS[i % len(WORDS)]
        cut = i % (len(word) - 2) + 1
        wrong = word[:cut] + word[cut + 1:]
        fixed += correct(wrong, known) == word
    return fixed


def distances(length, rounds):
    a, b = sequence(length, 1), sequence(length, 2)
    shared = common_subsequence(a, b)
    return levenshtein(a, b), len(shared), shared[:12], spelling(rounds)


if __name__ == "__main__":
    measure("levenshtein", distances, 900, 600,
            expect=(478, 576, "CTGCTACTCTTT", 600),
            small=((150, 60), (85, 95, "CTGCTACTCTTT", 60)))
