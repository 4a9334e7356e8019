m = memoryview(b"abcdef")
print(m[0], m[-1], bytes(m[1:4]), m[1:4].tobytes(), m.tolist(), len(m), m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.readonly, m == b"abcdef", m[::2].tobytes(), list(m), 97 in m, m.hex(), m.obj, m.contiguous)
a = bytearray(b"hello")
v = memoryview(a)
v[0] = 74
v[1:3] = b"ER"
print(a, v.readonly, bytes(v), hash(memoryview(b"ab")) == hash(b"ab"))
for e in ("m[0] = 1", "v[0] = 256", "v[0] = b'a'", "v[1:3] = b'abc'", "v[10]", "memoryview('a')", "memoryview(5)", "a.append(1)", "hash(v)", "v['a']", "memoryview([1])", "m < m", "v[0:2] = 5"):
    try:
        print(e, exec(e))
    except Exception as x:
        print(e, type(x).__name__, x)
v.release()
a.append(1)
print(a)
try:
    v[0]
except ValueError as x:
    print(x)
with memoryview(b"ctx") as w:
    print(bytes(w))
w = memoryview(bytes(range(8))).cast("H")
print(w.tolist(), w.format, w.itemsize, w.shape, memoryview(b"\x01\x00\x00\x00").cast("i")[0], memoryview(b"ab").toreadonly().readonly)
