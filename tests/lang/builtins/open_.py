import os
p = os.path.join(os.environ["TEST_TMP"], "f.txt")
with open(p, "w") as f: print(f.write("line1\nline2\nlast é日"), f.name == p, f.mode, f.closed, f.encoding, f.writable(), f.readable())
print(f.closed, open(p).read())
with open(p) as f: print([l for l in f]); print(f.read() == "", f.tell() > 0, f.seek(0), f.readline(), f.readlines(), f.mode)
with open(p, "a") as f: f.write("\nappended"); f.writelines(["x", "y"])
with open(p, "r+") as f: f.write("LINE"); f.seek(0); print(f.readline())
with open(p, "rb") as f: print(f.read(5), f.read(), f.mode, type(f).__name__)
with open(p, "wb") as f: f.write(b"a\r\nb\rc\n"); f.write(bytearray(b"d"))
for nl in (None, "", "\n", "\r\n", "\r"):
    with open(p, newline=nl) as f: print(repr(nl), f.readlines(), f.newlines)
for nl in (None, "", "\n", "\r\n", "\r"):
    with open(p, "w", newline=nl) as f: f.write("x\ny\n")
    print(open(p, "rb").read())
try: open(p, "x")
except FileExistsError as e: print(type(e).__name__, e.errno, e.strerror)
with open(p, "w", encoding="latin-1") as f: f.write("é")
print(open(p, "rb").read(), open(p, encoding="latin-1").read(), open(p, encoding="utf-8", errors="replace").read().encode())
try: open(p).read()
except UnicodeDecodeError as e: print(e)
try: open(p, "w", encoding="ascii").write("é")
except UnicodeEncodeError as e: print(e)
for a in (("/no/such/file",), (p, "z"), (p, ""), (p, "rw"), (p, "r+b+"), (os.environ["TEST_TMP"],), (p, "rt", -1, "nope-enc"), (p, "rb", 0), (p, "r", 0), (5000,), (p, "U"), (p, "tb")):
    try: f = open(*a); print("opened", type(f).__name__); f.close()
    except Exception as e: print(type(e).__name__, str(e).replace(os.environ["TEST_TMP"], "TMP"))
f = open(p); f.close()
for m in ("read", "readline", "__next__", "__enter__", "tell", "fileno", "flush", "seekable"):
    try: getattr(f, m)(); print(m, "fine")
    except ValueError as e: print(m, e)
with open(p) as f:
    for op in (lambda: f.write("x"), lambda: f.seek(1, 1), lambda: f.read("a"), lambda: f.seek(-1), lambda: f.readline(0)):
        try: print(repr(op()))
        except Exception as e: print(type(e).__name__, e)
with open(p, "wb") as f:
    try: f.write("str")
    except TypeError as e: print(e)
with open(p, "w") as f:
    for v in (b"bytes", 5, None):
        try: f.write(v)
        except TypeError as e: print(e)
fd = os.open(p, os.O_RDONLY); f = open(fd, closefd=True); f.close()
with open(p, "w+", buffering=1) as f: f.write("abc\n"); f.seek(0); print(f.read(2), f.tell(), f.truncate(1), f.seek(0, 2))
with open(p, "rb", buffering=0) as f: print(type(f).__name__, f.read(), f.readall())
with open(p, "r+b") as f: f.write(b"12345"); f.seek(1); print(f.read(2), f.seek(-1, 2), f.read(), f.peek(1) if hasattr(f, "peek") else "")
