"""Comparisons with constant characters, of items that are characters mostly, or always, or never."""


def digits(items):
    found = []
    for i, c in enumerate(items):
        if "0" <= c <= "9":
            found.append(i)
        elif c == "x" or c != "y" and "a" > c:
            found.append(-i)
        elif c in "äöü€\0z":
            found.append(c)
        elif c not in "":
            found.append(1000)
    return found


print(digits("0129/:xyab äö€😀\0z" * 20)[-40:])
print(digits(["0", "12", "", "x", "xy", "y", "ya", "a", "az", "9", "90", "é", "€", "😀", "ä", "äö", "öü€", "z"] * 20)[-60:])
print(digits(["".join(("1", "2")), "1" + "2", "12"[:1], "é€"[1:], "a" * 300] * 50)[-20:])


class Text(str):
    def __eq__(self, other):
        return other == "x"

    def __le__(self, other):
        return True

    __hash__ = str.__hash__


print(digits(["a", "1", "z"] * 200 + [Text("7"), Text("x"), Text("")] + ["a"] * 5)[-20:])
for odd in (7, None, b"a", ["a"]):
    try:
        print(digits(["1", "a"] * 300 + [odd])[-3:])
    except TypeError as e:
        print(e)


def letters(text):
    n = 0
    for c in text:
        if c == "é":
            n += 1
        elif "€" == c:
            n += 10
        elif c < "a":
            n += 100
        elif c in "xyz":
            n += 1000
        elif c in "€é":
            n += 10 ** 6
    return n


print(letters("aé€xX" * 100), letters("abc" * 100), letters("😀x" * 100), letters(""))
print([letters(part) for part in ("a b c xyz é €".split(" "))] * 2)


def kinds(words):
    return [w == "(" or w == ")" for w in words].count(True), [w != "," for w in words].count(False)


print(kinds("( a + b ) , ( cd , e )".split(" ") * 60))
