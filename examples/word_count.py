"""Counts the words of a text: frequencies, lengths, a small concordance.

usage: word_count.py [FILE [REPEAT]]

The text is examples/lighthouse.txt unless a FILE is named; REPEAT reads it
so many times over.
"""

import os
import sys

COMMON = set("the a an and or of to in on at it he she they was were is had have that with as "
             "for his her its their not but from by be which one so if no".split())


def words_of(line):
    """The words of a line, in lower case, inner apostrophes and hyphens kept."""
    word = []
    for character in line.lower():
        if character.isalpha() or (character in "'-" and word):
            word.append(character)
        elif word:
            yield "".join(word).rstrip("'-")
            word.clear()
    if word:
        yield "".join(word).rstrip("'-")


class Concordance:
    def __init__(self):
        self.counts = {}
        self.lines_of = {}
        self.lengths = {}
        self.pairs = {}
        self.lines = self.words = self.characters = self.sentences = 0

    def add_line(self, line):
        self.lines += 1
        self.characters += len(line)
        self.sentences += line.count(".") + line.count("!") + line.count("?")
        previous = None
        for word in words_of(line):
            self.words += 1
            self.counts[word] = self.counts.get(word, 0) + 1
            self.lengths[len(word)] = self.lengths.get(len(word), 0) + 1
            where = self.lines_of.setdefault(word, [])
            if not where or where[-1] != self.lines:
                where.append(self.lines)
            if previous is not None and previous not in COMMON and word not in COMMON:
                pair = previous, word
                self.pairs[pair] = self.pairs.get(pair, 0) + 1
            previous = word

    def top(self, n, skip=()):
        ranked = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return [item for item in ranked if item[0] not in skip][:n]


def histogram(lengths, width=40):
    most = max(lengths.values())
    for length in sorted(lengths):
        bar = "#" * max(1, lengths[length] * width // most)
        yield f"{length:>3} {lengths[length]:>6} {bar}"


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "lighthouse.txt")
    repeat = int(sys.argv[2]) if len(sys.argv) > 2 else 250
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.readlines()
    except OSError as error:
        sys.exit(f"{path}: {error.strerror}")

    book = Concordance()
    for _ in range(repeat):
        for line in lines:
            book.add_line(line.rstrip("\n"))
    print(f"{book.lines} lines, {book.words} words ({len(book.counts)} different), "
          f"{book.characters} characters, {book.sentences} sentences")
    print("most common:", ", ".join(f"{word} {count}" for word, count in book.top(10)))
    print("beyond the small words:")
    for word, count in book.top(12, COMMON):
        where = ", ".join(map(str, book.lines_of[word][:6]))
        print(f"  {word:<12}{count:>6}  lines {where}")
    print("pairs:", "; ".join(" ".join(pair) for pair, _ in sorted(
        book.pairs.items(), key=lambda item: (-item[1], item[0]))[:6]))
    longest = sorted(book.counts, key=lambda word: (-len(word), word))[:5]
    print("longest:", ", ".join(longest))
    print("\n".join(histogram(book.lengths)))


if __name__ == "__main__":
    main()
