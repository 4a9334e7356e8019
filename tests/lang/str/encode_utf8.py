for s in ("abc", "é", "日本", "😀", "\x00", "\x7f\x80\u07ff\u0800\uffff\U00010000\U0010ffff"):
    b = s.encode()
    print(ascii(s), b, b.decode() == s, str(b, "utf-8") == s, bytes(s, "utf8") == b, s.encode("UTF-8", "strict") == b, s.encode("utf-8-sig"), s.encode("utf-7"))
bad = [b"\x80", b"\xff", b"a\xc3", b"\xc3(", b"\xe2\x82", b"\xe2(\xa1", b"\xf0\x90\x80", b"\xf0\x28\x8c\xbc", b"\xc0\x80", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"ab\xe2\x82cd\xffef", b"\xed\xb0\x80x", b"\xf0\x9f\x98", b"\xf8\x88\x80\x80\x80", b"\xc1\xbf", b"\xf0\x80\x80\x80", b"x\xe1\x80"]
for b in bad:
    for handler in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
        try:
            print(b, handler, ascii(b.decode("utf-8", handler)))
        except UnicodeDecodeError as e:
            print(b, handler, e, (e.encoding, e.object, e.start, e.end, e.reason))
for s in ("\ud800", "a\udcffb", "\udc80\udfff", "x\ud83d\ude00"):
    for handler in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass"):
        try:
            print(ascii(s), handler, s.encode("utf-8", handler))
        except UnicodeEncodeError as e:
            print(ascii(s), handler, e, (e.encoding, e.start, e.end, e.reason))
