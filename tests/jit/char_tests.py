# What is asked of single characters: membership in constant strs, str's predicates, truth, order.


def scan(text):
    counts = [0] * 12
    for c in text:
        if c in " \t\r\n":
            counts[0] += 1
        elif c.isalpha() or c == "_":
            counts[1] += 1
        elif c.isdigit():
            counts[2] += 1
        elif c in "+-*/äß€":
            counts[3] += 1
        if c not in "aeiou":
            counts[4] += 1
        if c.isupper():
            counts[5] += 1
        if c.isalnum() and not c.islower():
            counts[6] += 1
        if c.isspace() or c.isprintable() or c.isascii():
            counts[7] += 1
        if " " < c <= "~":
            counts[8] += 1
        if c:
            counts[9] += 1
        if c.isidentifier() == c.isnumeric():
            counts[10] += 1
        if c.isdecimal() != c.istitle():
            counts[11] += 1
    return counts


def tokens(s):
    out = []
    i = 0
    while i < len(s):
        start = i
        if s[i] in "0123456789":
            while i < len(s) and (s[i].isdigit() or s[i] in "._"):
                i += 1
        elif s[i].isalpha():
            while i < len(s) and s[i].isalnum():
                i += 1
        else:
            i += 1
        out.append(s[start:i])
    return out


latin = "".join(map(chr, range(256)))
for k in range(60):
    result = scan(latin), tokens("abc1 12.5_0+x-yz äö7 (\u00b2)")
print(result)
for k in range(60):
    result = scan(latin + "€ λ٣\u3000Ǆǅⅷ中\U0001d7d8\U00010400\ud800"), tokens("αβγ ٣٤ 中文12€")
print(result)


class Own(str):
    def isalpha(self):
        return "own"

    def __bool__(self):
        return False


def ask(s):
    return s.isalpha(), bool(s), "yes" if s else "no", not s


for k in range(60):
    result = ask("a"), ask("1"), ask(""), ask("ab" * k)
print(result, ask(Own("a")))
