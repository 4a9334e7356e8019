"""Strings in hot loops: building, indexing, comparing, methods, formatting; widths that change."""


def build(n, pieces):
    s = ""
    for i in range(n):
        s += pieces[i % len(pieces)]
        if len(s) > 200:
            s = s[100:]
    return s[-8:], len(s)


def letters(s):
    counts = {}
    for c in s:
        counts[c] = counts.get(c, 0) + 1
    vowels = sum(1 for c in s if c in "aeiou")
    upper = 0
    for i in range(len(s)):
        if "A" <= s[i] <= "Z":
            upper += ord(s[i])
    return sorted(counts.items())[:3], vowels, upper


def backwards(s):
    out = []
    i = len(s) - 1
    while i >= 0:
        out.append(s[i])
        i -= 1
    return "".join(out)


def formats(n):
    t = 0
    for i in range(n):
        t += len(f"{i}:{i * 0.5:.2f}|{i:>6}|{'x' if i % 2 else None!r}") + len("%d-%s" % (i, i)) + len("{} {a}".format(i, a=i))
    return t


print(build(3000, ["ab"]), build(3000, ["ab", "\u00e9"]), build(3000, ["a", "\u20ac", "\U0001f600"]), build(2000, ["", "z"]))
print(letters("Hello World " * 100), letters("\u00c4\u20ac" * 300), backwards("abc\u20ac" * 100)[:6], formats(1500))


def classify(words):
    out = []
    for w in words:
        if w.startswith("a") and not w.endswith("z"):
            out.append(w.upper())
        elif w == "same" or w in ("x", "y"):
            out.append(w * 2)
        elif w < "m":
            out.append(w.replace("b", "--").strip("-"))
        else:
            out.append(w.split("o")[-1].join("[]"))
    return out


print(classify(["apple", "az", "same", "x", "bob", "zoo", "", "\u20ac"] * 200)[-8:])


def add(a, b):
    return a + b


for _ in range(2000):
    add("a", "b")
for a, b in ((1, "a"), ("a", 1), ("a", None), (b"a", "b")):
    try:
        add(a, b)
    except TypeError as e:
        print(e)
print(add(1, 2), add("x", "\u20ac"), add([1], [2]), add((1,), ()))
