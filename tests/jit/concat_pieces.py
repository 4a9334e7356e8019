# a + b + c of strs: texts in between that only frames name, or that others use too.


def three(a, b, c):
    return a + b + c


def nested(a, b, c, d):
    return (a + b) + (c + d) + (a + (b + (c + d)))


def between(a, f):
    return a + "<" + f(a) + ">" + f("x") + "!"


def kept(a, b, out):
    first = a + b
    second = first + "-"
    out.append(first)
    third = second + a
    return third + second


def edits(word):
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return [a + c + b[1:] for a, b in splits if b for c in "xyz"] + [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]


class Own(str):
    def __add__(self, other):
        return "own"

    def __radd__(self, other):
        return "radd"


def frames(v):
    if v == "raise":
        raise ValueError("raised")
    return v.upper()


texts = ["", "a", "bc", "ä" * 3, "€", "\U0001f600x", "long" * 100, "y" * 257, "ö" * 300]
for k in range(200):
    x, y, z = texts[k % 9], texts[k // 3 % 9], texts[k // 7 % 9]
    out = []
    result = three(x, y, z), nested(x, y, z, "q"), between(x, frames), kept(x, y, out), out
    assert result[0] == "".join([x, y, z]) and result[1] == "".join([x, y, z, "q"] * 2)
    assert result[2] == f"{x}<{x.upper()}>X!" and result[3] == x + y + "-" + x + x + y + "-" and out == [x + y]
print([len(r) for r in result], edits("word"))
print(three("a", "", "") is three("", "", "a"), three("text", "", "") == "text")
for bad in (1, "b", "c"), ("a", None, "c"), ("a", "b", b"c"), (Own("a"), "b", "c"), ("a", Own("b"), "c"), ("a", "b", Own("c")):
    try:
        r = three(*bad)
        print(r, type(r).__name__)
    except TypeError as e:
        print(e)


# What the program's frames see in the middle.
def shows(a, f):
    partial = a + "1"
    whole = partial + f(locals) + "3"
    return whole


import sys


def look(_):
    return sys._getframe(1).f_locals["partial"]


for k in range(200):
    result = shows("p", look)
print(result)
try:
    between("raise", frames)
except ValueError as e:
    tb = e.__traceback__
    print(e, tb.tb_next.tb_frame.f_locals["a"])


# Texts that grow piece by piece, in front and behind.
def grow(n):
    html, front = "", ""
    for i in range(n):
        html += "<b>"
        html += str(i)
        html += "</b>"
        html = html + "<" + "i" + ">"
    for i in range(n // 100):
        front = "<" + str(i) + ">" + front
    return html, front


html, front = grow(4_000)
print(len(html), html[-30:], len(front), front[:12])
