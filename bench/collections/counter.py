"""Counter and multisets: n-grams, a Markov chain, votes, Huffman codes, a naive classifier."""

import heapq
import math
import os
import sys
from collections import Counter, defaultdict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


TEXT = """the quick brown fox jumps over the lazy dog while the slow brown bear sleeps under the
old tree and the small bird sings a song about the sea and the wind and the long way home"""


def make_words(count):
    base = TEXT.split()
    state = 3
    words = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        words.append(base[((state >> 8) % 100) ** 2 * len(base) // 10000])
    return words


def n_grams(text, n):
    return Counter(text[i:i + n] for i in range(len(text) - n + 1))


def markov_chain(words):
    following = defaultdict(Counter)
    for a, b in zip(words, words[1:]):
        following[a][b] += 1
    word = words[0]
    path = [word]
    for _ in range(200):
        word = min(following[word].most_common(3), key=lambda item: (path.count(item[0]), item[0]))[0]
        path.append(word)
    return len(set(path))


def instant_runoff(ballots):
    """The winner when the weakest candidate drops out again and again."""
    candidates = {name for ballot in ballots for name in ballot}
    while True:
        votes = Counter({name: 0 for name in candidates})
        for ballot, number in ballots.items():
            for name in ballot:
                if name in candidates:
                    votes[name] += number
                    break
        name, most = max(votes.items(), key=lambda item: (item[1], item[0]))
        if 2 * most > sum(votes.values()):
            return name, most
        candidates.remove(min(votes.items(), key=lambda item: (item[1], item[0]))[0])


def huffman_bits(counts):
    heap = [(count, letter, 0) for letter, count in counts.items()]
    heapq.heapify(heap)
    bits = 0
    while len(heap) > 1:
        a = heapq.heappop(heap)
        b = heapq.heappop(heap)
        bits += a[0] + b[0]
        heapq.heappush(heap, (a[0] + b[0], a[1] + b[1], 0))
    return bits


class Classifier:
    def __init__(self):
        self.words = {}
        self.documents = Counter()

    def train(self, label, words):
        self.words.setdefault(label, Counter()).update(words)
        self.documents[label] += 1

    def classify(self, words):
        best = None
        for label, counts in self.words.items():
            size = sum(counts.values())
            score = math.log(self.documents[label])
            for word in words:
                score += math.log((counts[word] + 1) / (size + 100))
            if best is None or score > best[0]:
                best = (score, label)
        return best[1]


def counter(count):
    words = make_words(count)
    counts = Counter(words)
    text = " ".join(words)
    letters = Counter(text)
    pairs = n_grams(text, 2)
    lengths = Counter(map(len, words))
    combined = counts + Counter(words[::2]) - Counter(words[::3])
    ballots = Counter(tuple(words[i:i + 4]) for i in range(0, count - 4, 4))
    classifier = Classifier()
    for i in range(0, count - 20, 20):
        classifier.train("even" if len(words[i]) % 2 == 0 else "odd", words[i:i + 20])
    labels = Counter(classifier.classify(words[i:i + 5]) for i in range(0, min(count, 5000), 5))
    return (counts.most_common(3), letters["e"], max(pairs.items(), key=lambda item: (item[1], item[0])),
            sorted(lengths.items())[0], sum(combined.values()), markov_chain(words),
            instant_runoff(ballots), huffman_bits(letters), sorted(labels.items()))


if __name__ == "__main__":
    measure("counter", counter, 150_000,
            expect=([("the", 44730), ("brown", 12068), ("quick", 10519)], 76160, ("e ", 52297),
                    (1, 3076), 175000, 3, ("the", 18400), 2997070, [("odd", 1000)]),
            small=((10_000,), ([("the", 2932), ("brown", 849), ("quick", 720)], 5023,
                               ("e ", 3457), (1, 193), 11666, 4, ("the", 1250), 200508,
                               [("odd", 1000)])))
