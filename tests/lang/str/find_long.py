# Long haystacks and needles of every width.
import random
r = random.Random(7)
for alphabet in ("ab", "aé", "aĀ", "a😀"):
    text = "".join(r.choice(alphabet) for _ in range(3000))
    for n in (1, 2, 3, 5, 8, 12, 17, 40):
        for _ in range(6):
            at = r.randrange(0, 3000 - n)
            needle = text[at:at + n]
            i = text.find(needle)
            assert text[i:i + n] == needle and i <= at
            j = text.rfind(needle)
            assert text[j:j + n] == needle and j >= at
            print(n, i, j, text.count(needle), len(text.split(needle)), len(text.replace(needle, "-")), text.partition(needle)[0] == text[:i], needle + "x" in text)
t = "a" * 5000 + "b"
print(t.find("a" * 100 + "b"), t.find("b" * 2), ("a" * 2000).find("a" * 1000 + "b" + "a" * 900), t.rfind("a" * 4999 + "b"), t.count("aa"))
