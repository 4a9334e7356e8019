# Random patterns on random texts.
import re
import warnings

warnings.simplefilter("ignore")


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % limit

    def choice(self, items):
        return items[self.below(len(items))]


random = Random(20)
ATOMS = ["a", "b", "c", "ab", ".", r"\w", r"\d", r"\s", r"\W", "^", "$", r"\b", r"\B", r"\Z",
         "[ab]", "[^a]", "[a-c\n]", "\xe9", "[\\d\xe9]", "\u20ac"]
QUANTIFIERS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0}", "{,2}", "{2,}?"]
HEADS = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?s:", "(?m:"]


def pattern(depth, groups):
    kind = random.below(11) if depth else 0
    if kind < 3:
        if groups[0] and random.below(10) == 0:
            return "\\%d" % (random.below(groups[0]) + 1)
        return random.choice(ATOMS)
    if kind < 5:
        return pattern(depth - 1, groups) + pattern(depth - 1, groups)
    if kind == 5:
        return "(?:" + pattern(depth - 1, groups) + "|" + pattern(depth - 1, groups) + ")"
    if kind < 8:
        text = "(" + pattern(depth - 1, groups) + ")"
        groups[0] += 1
        return text
    if kind < 10:
        return "(?:" + pattern(depth - 1, groups) + ")" + random.choice(QUANTIFIERS)
    return random.choice(HEADS) + pattern(depth - 1, groups) + ")"


for number in range(1500):
    source = pattern(random.below(6), [0])
    flags = random.choice([0, 0, re.I, re.M, re.S, re.A])
    text = "".join(random.choice("aabbcAB1 \n\xe9\xc9\u20ac") for _ in range(random.below(10)))
    try:
        compiled = re.compile(source, flags)
    except re.error as error:
        print(number, ascii(source), error)
        continue
    print(number, ascii(source), flags, ascii(text),
          [(m.regs, m.lastindex) for m in compiled.finditer(text)],
          compiled.match(text) and 1, compiled.fullmatch(text) and 1,
          ascii(compiled.sub("<\\g<0>>", text)))
