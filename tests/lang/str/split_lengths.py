"""Strings taken apart at every length and place, beside what plain loops over them find."""

import random

BLANKS = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u3000"
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def words(text):
    found = []
    word = ""
    for c in text:
        if c in BLANKS:
            if word:
                found.append(word)
            word = ""
        else:
            word += c
    return found + [word] if word else found


def lines(text, keep):
    found = []
    line = ""
    for i, c in enumerate(text):
        if c == "\n" and i and text[i - 1] == "\r":
            if keep:
                found[-1] += c
        elif c in BREAKS:
            found.append(line + c if keep else line)
            line = ""
        else:
            line += c
    return found + [line] if line else found


def fields(text, separator):
    found = [""]
    for c in text:
        if c == separator:
            found.append("")
        else:
            found[-1] += c
    return found


random.seed(11)
alphabets = ["ab,", "abcdefgh ,", "a,\n\r ", "abc,\x1c\x1d\x1e\x1f\v\f\t ", "aé, \x85\xa0\n", "a€,\u2028\u3000\r\n", "😀, \n"]
total = 0
for alphabet in alphabets:
    for length in list(range(70)) + [500, 1000]:
        for _ in range(4):
            text = "".join(random.choice(alphabet) for _ in range(length))
            part = ("x" * 3 + text)[3:]
            assert part.split() == words(text) == text.split(), (text,)
            assert text.splitlines() == lines(text, False), (text,)
            assert text.splitlines(True) == lines(text, True), (text,)
            assert text.split(",") == fields(text, ",") == text.rsplit(","), (text,)
            assert text.split(alphabet[0]) == fields(text, alphabet[0])
            total += len(text.split()) + len(text.splitlines()) + len(text.split(","))
            for limit in (0, 1, 2, 40):
                total += len(text.split(None, limit)) + len(text.rsplit(None, limit))
                total += len(text.split(",", limit)) + len(text.rsplit(",", limit))
                assert ",".join(text.split(",", limit)) == text == ",".join(text.rsplit(",", limit))
                print(hash(tuple(map(len, text.split(None, limit) + text.rsplit(None, limit)))) % 1000, end=" ")
print(total)

for text in ("1", "-1", "+1", "1.", ".5", "-.5", ".", "-", "", "1.5", "-0.0", "0.1", "123456789012345", "1234567890123456",
             "0.000000000000001", "12345678.9012345", "9.99999999999999", "1..2", "1.2.3", "1_0", "1_0.5", " 1.5 ", "1e5",
             "000000000000000", "0000000000000001.5", "4.35", "0.3", "2.675", "1.7976931348623157e308", "٣.٥", "1a", "--1"):
    try:
        print(repr(text), repr(float(text)))
    except ValueError as e:
        print(repr(text), e)

kinds = ("PLUS", "MINUS", "A" * 20, "é", "€uro")
for kind in ("PLUS", "MINUS", "MINU", "MINUX", "XINUS", "", "A" * 19 + "B", "A" * 20, "é", "e", "€uro", "€ur0", 1, None):
    made = "".join(list(kind)) if isinstance(kind, str) else kind
    print(made in kinds, made in (1, "PLUS", None, made), made not in ("", 2))
