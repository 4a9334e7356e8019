"""Texts that loops append to, which compiled code continues in place: nobody may see an old one change."""
import sys


def plain(n, piece):
    text = ""
    for i in range(n):
        text += piece
    return text


def keeps_old(n):
    """The old text has another name, in the loop and behind it."""
    text = "ab"
    old = ""
    seen = []
    for i in range(n):
        old = text
        text += "cd"
        if i % 50 == 49:
            seen.append(old)
    return old, text[-4:], [len(s) for s in seen], seen[0] if seen else None


def old_behind_loop(n):
    text = "start"
    before = None
    for i in range(n):
        before = text
        text = text + "x"
        if len(text) > 40:
            break
    return before, text


def into_a_list(n):
    """What leaves the inner loop is kept, and continued when it is entered again."""
    kept = []
    text = "-"
    for i in range(n):
        for j in range(5):
            text += "ab"
        kept.append(text)
    return [len(s) for s in kept[:6]], kept[0], kept[1], kept[-1] == "-" + "ab" * (5 * n)


def two_branches(n):
    text = ""
    for i in range(n):
        if i % 3 == 0:
            text += "a"
        elif i % 3 == 1:
            text = text + "bc" + "d"
        else:
            text += str(i)
    return text


def begins_again(n):
    lines = []
    line = ""
    for i in range(n):
        if i % 7 == 6:
            lines.append(line)
            line = ""
        line += "xy"
    lines.append(line)
    return lines


def words(text):
    """Given away and begun again."""
    found = []
    word = ""
    for c in text:
        if c == " ":
            found.append(word)
            word = ""
        elif c == ";":
            found.append(word)
        else:
            word += c
    found.append(word)
    return found


def only_words(text):
    found = []
    word = ""
    for c in text:
        if c == " ":
            found.append(word)
            word = ""
        else:
            word += c
    found.append(word)
    return found


def both_named(n):
    a = b = ""
    for i in range(n):
        a += "p"
        b = a
        a += "q"
    return a, b


def one_behind(n, stop):
    """The copy is the text of the iteration before."""
    text = old = ""
    for i in range(n):
        text += "x"
        if i == stop:
            break
        old = text
    return old, text


def two_behind(n):
    text = old = older = ""
    for i in range(n):
        older = old
        old = text
        text += "y"
    return older, old, text


def swapped(n):
    a, b = "1", "2"
    for i in range(n):
        a, b = b + "x", a
    return a, b


def doubled(n):
    text = "ab"
    for i in range(n):
        text += text
        if len(text) > 1000:
            text = text[:3]
        text += "z"
    return text


def wide(n):
    text = ""
    for i in range(n):
        text += "a" if i < 20 else "\xe9" if i < 40 else "\u20ac" if i < 60 else "\U0001f600"
    return text


def empty_pieces(n):
    text = first = "given " * 3
    for i in range(n):
        text += ""
    other = ""
    for i in range(n):
        other += "" if i % 2 else "k"
    return text, text == first, first, other


def continued(n, given):
    """Each time it goes on from a text of somebody else."""
    results = []
    for k in range(n):
        text = given
        for i in range(k):
            text += "0"
        results.append(text)
    return given, results[:4], results[-1]


def raises(n):
    text = ""
    caught = []
    for i in range(n):
        try:
            text += "ab" if i % 10 else None
        except TypeError:
            caught.append(len(text))
    return text, caught[:3], len(caught)


def peek():
    return sys._getframe(1).f_locals["text"]


def shown(n):
    """A function that is called looks at the text, and keeps it."""
    text = "t"
    kept = []
    for i in range(n):
        text += "uv"
        if i % 5 == 0:
            kept.append(peek())
    return [len(s) for s in kept[:5]], kept[:3], len(text)


def in_traceback(n):
    text = ""
    frames = []
    for i in range(n):
        try:
            text += "mn"
            if i % 9 == 8:
                [].pop()
        except IndexError as e:
            frames.append(e.__traceback__.tb_frame.f_locals["text"])
    return [len(s) for s in frames[:4]], text == "mn" * n


def hashed(n):
    text = ""
    seen = {}
    for i in range(n):
        for k in range(3):
            text += "h"
        seen[text] = i
    return len(seen), seen.get("hhh"), seen.get("h" * (3 * n))


def generates(n):
    text = ""
    for i in range(n):
        text += "g"
        yield text


def conditional(n):
    text = ""
    for i in range(n):
        text = text + "a" if i & 1 else text
    return text


def while_loop(n):
    text = ">"
    while len(text) < n:
        text += "=="
    return text


def three(n):
    text = ""
    for i in range(n):
        text = text + "<" + chr(97 + i % 26)
    return text


for repeat in range(60):
    results = [
        plain(repeat, "ab"), plain(repeat * 20, "0123456789"), plain(3, "x" * 200), plain(8, "y" * 300), plain(2, ""),
        keeps_old(120), old_behind_loop(repeat), into_a_list(30), two_branches(repeat), begins_again(repeat),
        both_named(repeat), swapped(repeat), one_behind(repeat, 30), two_behind(repeat), doubled(repeat), wide(repeat * 2), empty_pieces(9), continued(12, "base"),
        continued(30, "b"), continued(5, "long " * 80), raises(25), shown(21), in_traceback(30), hashed(20),
        words("some words; and; more of them ;" * 3), only_words("some words and more of them " * 3),
        [len(s) for s in generates(12)], list(generates(5)), conditional(repeat), while_loop(repeat), three(repeat),
    ]
    if repeat in (0, 1, 2, 7, 59):
        for r in results:
            print(repr(r)[:400])
print(len(plain(100_000, "ab")), plain(100_000, "ab") == "ab" * 100_000, len(three(50_000)))
