for enc in ("latin-1", "iso-8859-1", "ascii", "us-ascii", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "UTF_32_BE", "Latin1", "L1", "646", "U8", "utf 8"):
    for s in ("abc", "é", "日😀"):
        for handler in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace"):
            try:
                b = s.encode(enc, handler)
                print(enc, ascii(s), handler, b, ascii(b.decode(enc)))
            except UnicodeError as e:
                print(enc, ascii(s), handler, type(e).__name__, e)
for b, enc in ((b"\xff", "ascii"), (b"a\x80b\x81", "ascii"), (b"\xff", "latin-1"), (b"a", "utf-16-le"), (b"\x00\xd8", "utf-16-le"), (b"\x00\xd8a\x00", "utf-16-le"), (b"\x00\xdc", "utf-16-le"), (b"\xff\xfea\x00", "utf-16"), (b"\xfe\xff\x00a", "utf-16"), (b"a\x00", "utf-16"), (b"", "utf-16"), (b"\xff\xfe", "utf-16"), (b"\x00\x00\x11\x00", "utf-32-le"), (b"abc", "utf-32-le"), (b"\x00\xd8\x00\x00", "utf-32-le"), (b"\xef\xbb\xbfab", "utf-8-sig"), (b"\xef\xbb\xbfab", "utf-8"), (b"\xff\xff\xff\xff", "utf-32-be"), (b"\x3d\xd8\x00\xde", "utf-16-le")):
    for handler in ("strict", "ignore", "replace", "backslashreplace"):
        try:
            print(b, enc, handler, ascii(b.decode(enc, handler)))
        except UnicodeError as e:
            print(b, enc, handler, e)
for e in ("'a'.encode('nope')", "b'a'.decode('nope')", "'é'.encode('ascii', 'nope')", "'a'.encode('ascii', 'nope')", "'a'.encode(1)", "'a'.encode('utf-8', 1)", "str(b'a', 'nope')", "str('a', 'utf-8')", "str(5, 'utf-8')", "bytes('a')", "bytes('é', 'ascii')", "str(b'abc')", "str(b'\\xff', errors='replace')", "str(b'abc', encoding='ascii')", "b'a'.decode(encoding='ascii', errors='strict')", "'a'.encode('a\\x00b')", "'a'.encode('')", "'\\ud800'.encode('latin-1')", "'aéb日c'.encode('ascii')", "'日本'.encode('latin-1')", "'\\u0100'.encode('latin-1')"):
    try:
        print(e, ascii(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, ascii(str(x)))
