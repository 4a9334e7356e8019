import os
import sys

sys.stdout.buffer.write(b"a")
os.write(1, b"b")
sys.stdout.write("c")
os.write(1, b"d\n")
print("e", end="")
os.write(1, b"f\n")
print("gruß", "x" * 10, sep="-")
for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(type(stream.buffer).__name__, stream.line_buffering, stream.write_through, stream.name, stream.mode)
sys.stderr.write("h")
os.write(2, b"i\n")
sys.stderr.buffer.write(b"j")
os.write(2, b"k\n")
