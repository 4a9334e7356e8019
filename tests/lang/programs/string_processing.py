text = """It was a bright cold day in April, and the clocks were striking. The wind was cold,
and the day -- bright as it was -- did not warm the streets; "April", he said, "is cold."
"""
import re
words = re.findall(r"[a-z']+", text.lower()); freq = {}
for w in words: freq[w] = freq.get(w, 0) + 1
for w, n in sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:8]: print(f"{w:<8}{n:>3} {'*' * n}")
print(" ".join(w.capitalize() for w in words[:6]), max(words, key=len), sorted(set(words), key=lambda w: (len(w), w))[:6], sum(map(len, words)) / len(words))
def caesar(s, k): return "".join(chr((ord(c) - b + k) % 26 + b) if (b := 65 if c.isupper() else 97 if c.islower() else 0) else c for c in s)
print(caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3), [w for w in ["level", "hello", "noon", "A"] if w.lower() == w.lower()[::-1]])
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append(f"{j - i}{s[i]}" if j - i > 1 else s[i]); i = j
    return "".join(out)
print(rle("aaabccddddde"), rle(""), rle("日日本"), re.sub(r"(\d+)(.)", lambda m: m[2] * int(m[1]), rle("aaabccddddde")))
def lev(a, b):
    p = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        c = [i]
        for j, y in enumerate(b, 1): c.append(min(p[j] + 1, c[-1] + 1, p[j - 1] + (x != y)))
        p = c
    return p[-1]
print(lev("kitten", "sitting"), lev("", "abc"), lev("flaw", "lawn"), lev("日本", "日本語"))
def to_roman(n):
    out = ""
    for v, s in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        q, n = divmod(n, v); out += s * q
    return out
print([to_roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999)]); cols = [["name", "qty"], ["apple", "5"], ["watermelon", "12"]]; ws = [max(map(len, c)) for c in zip(*cols)]
for r in cols: print(" | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, ws))))
print("{:=^40}".format(" title "), "\n".join(f"{i:>3}: {l}" for i, l in enumerate(text.splitlines(), 1)), text.translate(str.maketrans("aeiou", "AEIOU", ",.;\"-")), sep="\n")
