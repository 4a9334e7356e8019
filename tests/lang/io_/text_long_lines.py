# Lines and reads of many chunks: line ends across chunk ends, positions, limits.
import io
import os
import tempfile
import time

path = os.path.join(tempfile.mkdtemp(), "text")


def summary(s):
    return len(s), s[:3], s[-3:], hash(s) == hash(s[:1] + s[1:])


for size in 8190, 8191, 8192, 8193, 16383, 40000:
    for end in "\n", "\r\n", "\r":
        for char in "x", "ä", "€":
            with open(path, "wb") as file:
                file.write((char * size + end + "second" + end + char * 3).encode())
            for newline in None, "", "\n", "\r\n", "\r":
                with open(path, encoding="utf-8", newline=newline) as file:
                    lines = list(file)
                with open(path, encoding="utf-8", newline=newline) as file:
                    limited = file.readline(size - 5), file.tell(), file.readline(20), file.tell(), file.readline(), file.tell()
                with open(path, encoding="utf-8", newline=newline) as file:
                    parts = [file.read(7), file.read(size), file.read(9000), file.read(0), file.read()]
                if end == "\r":  # of a decoder's state a position is not just a number of bytes
                    limited = limited[::2]
                print(size, repr(end), newline if newline is None else ascii(newline), [summary(s) for s in lines],
                      [x if isinstance(x, int) else summary(x) for x in limited], [summary(s) for s in parts])

# A line of many megabytes takes time in proportion.
with open(path, "w") as file:
    file.write("y" * 12_000_000 + "\nend\n")
start = time.perf_counter()
with open(path) as file:
    print([summary(line) for line in file])
with open(path) as file:
    print(summary(file.readline()), file.tell(), file.readline())
with open(path) as file:
    print(summary(file.read(12_000_001)), file.tell(), file.read(100))
print(time.perf_counter() - start < 5)
os.remove(path)
