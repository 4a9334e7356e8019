"""Counts the words of a long generated text, as a first script would."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


SYLLABLES = ["ba", "con", "de", "est", "for", "ga", "he", "in", "lo", "mar", "no", "per",
             "qui", "re", "sta", "ti", "ur", "ver", "wa", "yo"]
ENDS = [".", ".", ".", ",", ",", "!", "?", ";", "", ""]


def make_words(count):
    words = []
    for i in range(count):
        word = ""
        number = i + 1
        while number:
            word += SYLLABLES[number % 20]
            number //= 20
        words.append(word)
    return words


def make_text(size):
    """Lines of words of which the first are far more frequent; size characters."""
    words = make_words(4000)
    state = 2023
    sentences = []
    for _ in range(3000):
        sentence = []
        for _ in range(10):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            rank = 4000 * ((state >> 10) % 1000) ** 3 // 1000 ** 3
            sentence.append(words[rank])
        sentence[0] = sentence[0].capitalize()
        sentences.append(" ".join(sentence) + ENDS[state >> 20 & 7])
    lines = []
    length = 0
    while length < size:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        line = sentences[(state >> 8) % 3000]
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)


def count_words(text):
    counts = {}
    for line in text.splitlines():
        for word in line.lower().split():
            word = word.strip(".,!?;")
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    return counts


def count_lengths(counts):
    lengths = {}
    for word, count in counts.items():
        lengths[len(word)] = lengths.get(len(word), 0) + count
    return lengths


def word_frequencies(size):
    text = make_text(size)
    counts = count_words(text)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    report = "\n".join("%-20s%8d" % item for item in top)
    return len(counts), top, sorted(count_lengths(counts).items())[-1], len(report)


if __name__ == "__main__":
    measure("word_frequencies", word_frequencies, 20_000_000,
            expect=(807, [("con", 182979), ("de", 48535), ("est", 31406)], (9, 151762), 86),
            small=((1_000_000,), (807, [("con", 9108), ("de", 2423), ("est", 1576)], (9, 7349),
                                  86)))
