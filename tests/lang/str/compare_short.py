"""Comparisons and membership of short strings: characters, empty and wide texts, ropes."""


class Text(str):
    def __eq__(self, other):
        return "own"

    def __lt__(self, other):
        return []

    __hash__ = str.__hash__


half = "".join(["ab"] * 40)
rope = half + "".join(["cd"] * 40)
texts = ["", "a", "b", "ab", "aa", "\xe9", "\xff", "\u0100", "\U0001f600", "a\u0100",
         "".join(["a", "b"]), half, rope, rope[:-1] + "e", chr(97)]

table = []
for x in texts:
    row = ""
    for y in texts:
        bits = 0
        if x == y: bits += 1
        if x != y: bits += 2
        if x < y: bits += 4
        if x <= y: bits += 8
        if x > y: bits += 16
        if x >= y: bits += 32
        if x in y: bits += 64
        if x not in y: bits += 128
        values = (x == y, x != y, x < y, x <= y, x > y, x >= y, x in y, x not in y)
        assert bits == sum(v << i for i, v in enumerate(values))
        row += f" {bits}"
    table.append(row)
print("\n".join(table))

print(Text("a") == "a", "a" == Text("b"), Text("a") < "b", "b" > Text("a"))
print("yes" if Text("a") == "b" else "no", "yes" if Text("a") < "b" else "no")
print(Text("a") in "abc", "a" in Text("xyz"), Text("q") in "abc")

for c in "+", "-", "", "+-", "\xe9", "\u0100":
    if c in "+-":
        print(repr(c), "is a sign")
    if c in "aou\xe9":
        print(repr(c), "is a vowel")
    if c in "":
        print(repr(c), "is nothing")

for container, item in ("abc", 1), ("abc", None), ("", b""), ("abc", ["a"]):
    try:
        print(item in container)
    except TypeError as error:
        print(error)
for x, y in ("a", 1), (None, "a"), ("a", b"a"):
    print(x == y, x != y)
    try:
        print(x < y)
    except TypeError as error:
        print(error)
