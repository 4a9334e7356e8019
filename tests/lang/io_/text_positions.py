# Positions and lines of a text file far longer than a chunk, with and without what is not ASCII.
import os
import tempfile

path = os.path.join(tempfile.mkdtemp(), "lines.txt")


def lines(kind):
    for i in range(40000):
        if kind == "ascii":
            yield "%d %d\n" % (i, i * i)
        elif kind == "crlf":
            yield "%d\r\n%d\r" % (i, i * i)
        else:
            yield "%d %s\n" % (i, "äöü€𝄞"[i % 5] * (i % 7))


for kind in "ascii", "crlf", "mixed":
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.writelines(lines(kind))
    with open(path, encoding="utf-8") as f:
        expected = "".join(lines(kind)).replace("\r\n", "\n").replace("\r", "\n")
        print(kind, "".join(f) == expected)
    for encoding in "utf-8", "latin-1":
        with open(path, encoding=encoding) as f:
            places = []
            while True:
                n = len(places)
                at = f.tell() if n % 97 == 0 else None
                line = f.readline()
                if not line:
                    break
                places.append((at, line))
            kept = [p for p in places if p[0] is not None]
            same = []
            for at, line in kept[::-7]:
                f.seek(at)
                same.append(f.readline() == line)
            print(encoding, len(places), all(same), kept[-1][1])
            f.seek(kept[3][0])
            print(f.read(30), f.tell() >= kept[3][0], f.readline(), f.read(9000)[-20:], f.tell() > 9000)
os.remove(path)
