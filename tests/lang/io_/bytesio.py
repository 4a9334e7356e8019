import io
b = io.BytesIO(b"hello\nworld\n"); print(b.read(2), b.tell(), b.readline(), b.read(), b.read(), b.seek(0), b.readlines(), b.getvalue(), b.seek(-3, 2), b.read(), b.seek(2), b.write(b"XY"), b.getvalue(), b.truncate(4), b.getvalue(), b.seek(8), b.write(b"z"), b.getvalue(), b.seek(1), b.seek(2, 1), b.read1(2), len(b.getbuffer()))
a = bytearray(3); b.seek(0); print(b.readinto(a), a, b.read(None), b.readable(), b.writable(), b.seekable(), b.closed, list(io.BytesIO(b"a\nb")), b.write(bytearray(b"!")), b.write(memoryview(b"?")), b.writelines([b"1", b"2"]), b.getvalue()[-4:])
v = b.getbuffer(); v[0:1] = b"J"; print(b.getvalue()[:3])
for f in (lambda: b.write(b"grow" * 100), lambda: b.close(), lambda: b.write("str"), lambda: io.BytesIO("str"), lambda: b.seek(-1), lambda: b.seek(0, 9), lambda: b.read("x"), lambda: b.truncate(-1), lambda: io.BytesIO(5), lambda: b.readinto(b"ro")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
v.release(); b.close()
for m in ("read", "getvalue", "tell", "__enter__", "readable"):
    try: print(m, getattr(b, m)())
    except ValueError as e: print(m, e)
