for s in ("", "a", "a\n", "a\nb", "a\r\nb\r", "\n", "\n\n", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "a\r\r\nb", "\r\n", "é\n日\n", "a\x1fb"):
    print(ascii(s.splitlines()), ascii(s.splitlines(True)), ascii(s.splitlines(keepends=False)))
for b in (b"", b"a\nb\r\nc\rd", b"\n", b"a\x0bb\x0cc\x1cd\x85e", b"a\n"):
    print(b.splitlines(), b.splitlines(True))
