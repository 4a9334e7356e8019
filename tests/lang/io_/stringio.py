import io
s = io.StringIO("line1\nline2\n"); print(s.read(3), s.tell(), s.readline(), s.read(), s.seek(0), s.readlines(), s.getvalue(), s.write("more"), s.getvalue(), s.truncate(3), s.getvalue(), s.seek(10), s.write("x"), repr(s.getvalue()))
s = io.StringIO(); print("printed", file=s); s.writelines(["a", "b"]); print(repr(s.getvalue()), s.tell(), s.readable(), s.writable(), s.seekable(), s.closed, s.isatty(), s.newlines, s.line_buffering, s.errors, s.encoding)
for nl in (None, "", "\n", "\r\n", "\r"):
    t = io.StringIO("a\r\nb\rc\n", newline=nl); print(repr(nl), t.readlines(), repr(t.getvalue())); t = io.StringIO(newline=nl); t.write("x\ny\r\n"); print(repr(t.getvalue()))
with io.StringIO("ctx") as c: print(c.read())
print([l for l in io.StringIO("a\nb\nc")], next(io.StringIO("z\n")), io.StringIO("é日😀").read(2), list(io.StringIO("")))
for f in (lambda: c.read(), lambda: io.StringIO(5), lambda: s.write(b"x"), lambda: s.write(5), lambda: s.seek(-1), lambda: s.seek(1, 1), lambda: s.seek(0, 5), lambda: s.read("a"), lambda: s.truncate(-1), lambda: io.StringIO("a", newline="x"), lambda: s.fileno(), lambda: next(io.StringIO("")), lambda: s.detach(), lambda: s.seek(0, 2), lambda: s.tell(), lambda: s.read(-1), lambda: s.readline(0), lambda: s.foo, lambda: io.StringIO(initial_value="kw").read(), lambda: io.StringIO(None).read()):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
