a = bytearray(b"hello")
a[0] = 72
a[-1] = ord("O")
print(a, a[1:3], type(a[1:3]), a.pop(), a.pop(0), a)
a.append(33); a.extend(b"xyz"); a.extend([65, 66]); a.insert(0, 60); a.insert(-1, 61); a.insert(100, 62); a += b"!"; a *= 2
print(a, len(a))
a[2:5] = b"12345678"; print(a)
a[::2] = bytes(len(a[::2])); print(a)
del a[0]; del a[::3]; del a[-3:]; print(a)
a.reverse(); print(a); a.remove(0); print(a, a.count(0)); a.clear(); print(a, bool(a))
b = bytearray(5); b[1:4] = [1, 2, 3]; print(b, b.copy() is b, b.copy() == b); b[:] = b"q"; print(b); b[5:] = b"tail"; print(b); b[1:1] = b"mid"; print(b); b[::-1] = bytes(b); print(b)
for e in ("b[0] = 256", "b[0] = -1", "b[0] = 'a'", "b[0] = b'a'", "b[100] = 1", "del b[100]", "b[::2] = b'1'", "b.append(256)", "b.append('a')", "b.append(b'a')", "b.extend('ab')", "b.extend([300])", "b.extend(5)", "b.insert(0, 'a')", "b.remove(99)", "bytearray().pop()", "b.pop(100)", "b += 'a'", "b *= 'a'", "b['a'] = 1", "hash(b)", "b[0:2] = 5", "b[0:1] = 'a'", "b[1.0] = 5", "b += 5", "bytearray(-1)", "bytearray('a')", "{b: 1}", "b.extend([1, 'a'])", "b[::0] = b''"):
    try:
        exec(e); print(e, b)
    except Exception as x:
        print(e, type(x).__name__, x)
c = bytearray(b"abc")
for x in c:
    if len(c) < 8:
        c.append(x + 1)
print(c, repr(c), str(c), c == b"abc", c.decode("latin-1"), bytes(c), bytearray(c) is c, bytearray(b"a") < b"b", bytearray(b"ab") in bytearray(b"cab"), 97 in c)
