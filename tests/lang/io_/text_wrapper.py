import io
for enc in ("utf-8", "latin-1", "utf-16", "utf-8-sig", "ascii"):
    raw = io.BytesIO(); t = io.TextIOWrapper(raw, encoding=enc, errors="replace", newline="\n"); t.write("aé日\n"); t.flush(); print(enc, raw.getvalue(), t.encoding, t.errors); t.seek(0); print(ascii(t.read()))
t = io.TextIOWrapper(io.BytesIO("один\r\nдва\rтри\n".encode()), encoding="utf-8"); print(t.readline(), t.read(2), t.readlines(), t.newlines)
t = io.TextIOWrapper(io.BytesIO(b"ab\xffcd"), encoding="utf-8")
try: t.read()
except UnicodeDecodeError as e: print(e)
for h in ("ignore", "replace", "backslashreplace", "surrogateescape"): print(h, ascii(io.TextIOWrapper(io.BytesIO(b"ab\xffcd\xe6"), encoding="utf-8", errors=h).read()))
b = io.BytesIO(); t = io.TextIOWrapper(b, encoding="utf-8", write_through=True); t.write("now"); print(b.getvalue()); d = t.detach(); print(d is b)
t = io.TextIOWrapper(io.BytesIO(b"l1\nl2\nl3\n")); print(next(t), t.buffer.__class__.__name__, list(t)); t.seek(0); t.readline(); p = t.tell(); t.readline(); t.seek(p); print(t.readline())
t = io.TextIOWrapper(io.BytesIO(b"abc"), encoding="utf-8"); t.reconfigure(errors="ignore", line_buffering=True); print(t.errors, t.line_buffering)
big = io.TextIOWrapper(io.BytesIO(("é" * 9000 + "\n").encode() * 3), encoding="utf-8"); print([len(l) for l in big])
r = io.BufferedReader(io.BytesIO(b"0123456789")); print(r.peek(2)[:2], r.read(3), r.read1(2), r.tell(), r.seek(1), r.readline(), r.raw.__class__.__name__)
w = io.BufferedWriter(raw := io.BytesIO()); w.write(b"buffered"); print(raw.getvalue()); w.flush(); print(raw.getvalue())
class Raw(io.RawIOBase):
    def __init__(self): self.d = [b"ab", b"c", b""]
    def readable(self): return True
    def readinto(self, buf): x = self.d.pop(0); buf[:len(x)] = x; return len(x)
print(io.BufferedReader(Raw()).read(), Raw().read(5), Raw().readall())
print(io.DEFAULT_BUFFER_SIZE, io.SEEK_SET, io.SEEK_END, issubclass(io.StringIO, io.TextIOBase), issubclass(io.BytesIO, io.BufferedIOBase), io.open is open, io.IOBase.__name__, isinstance(io.StringIO(), io.IOBase), io.UnsupportedOperation.__mro__[1:3])
for a in (("nope",), (b"x",)):
    try: io.TextIOWrapper(io.BytesIO(), encoding=a[0])
    except Exception as e: print(type(e).__name__, e)
