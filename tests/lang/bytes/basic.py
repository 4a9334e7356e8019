print(bytes(), bytes(3), bytes([1, 2, 255]), bytes(b"abc"), bytes("é", "utf-8"), bytes(bytearray(b"x")), bytes(range(3)), bytes((65,)), bytes(iter([1, 2])), b"abc"[0], b"abc"[-1], b"abc"[1:], b"abc"[::-1], b"abc"[::2], list(b"ab"), b"a" b"b")
print(repr(bytes(range(256))))
print(b"it's", b'"', b"'\"", b"\\", b"\t\n\r\x00", str(b"ab"), b"a" + b"b", b"ab" * 2, 2 * b"ab", b"a" < b"b", b"a" == "a", b"a" == bytearray(b"a"), 97 in b"abc", b"bc" in b"abc", b"" in b"", hash(b"a") == hash(b"a"), len(b"\xff\x00"), bool(b""), bool(b"\x00"), max(b"abz"), sorted(b"cab"), {b"a": 1}[b"a"])
for e in ("bytes(-1)", "bytes([256])", "bytes([-1])", "bytes(['a'])", "bytes('a')", "bytes(1.5)", "bytes(None)", "bytes('a', 'nope')", "bytes(5, 'utf-8')", "bytes([1], 'utf-8')", "bytes(10**30)", "b'a' + 'a'", "b'a' + 1", "'a' + b'a'", "b'a' * b'a'", "b'a' * 1.5", "b'a'[1]", "b'a'['x']", "b'a' < 'a'", "256 in b'a'", "'a' in b'a'", "-1 in b'a'", "None in b'a'", "b'a'.x", "bytes(1, 2, 3, 4)", "bytes([1, None])", "bytes(errors='strict')", "bytes(source=b'x')", "bytes(5, errors='x')", "b'a' % 1", "ord(b'')", "b'abc'[::0]", "bytes(object())", "int(b'12')", "float(b'1.5')", "b'a'()", "b'a' + [1]", "b'ab' < bytearray(b'b')", "bytes(True)"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
for stmt in ("b[0] = 1", "del b[0]", "b.x = 1"):
    b = b"abc"
    try:
        exec(stmt)
    except Exception as x:
        print(stmt, type(x).__name__, x)
