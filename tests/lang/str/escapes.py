print("\a\b\f\v".encode(), "\1\12\123\0".encode("latin-1"), "\x41\u0042\U00000043", "\N{LATIN SMALL LETTER E WITH ACUTE}\N{GREEK SMALL LETTER ALPHA}\N{SNOWMAN}\N{bullet}", "\
joined", 'it''s' "con" """cat""", r"raw\n\x", R'\'', "\\", "\'\"", '''triple
"quoted" 'here' ''', "tab\there", u"unicode", rb"\x", Rb"\n", b"\x00\xff\101\\", "\8\9\q".encode(), b"\q\u1234")
print(len("\N{DIGIT ONE}"), "\400".encode("utf-8"), "\777".encode("utf-8"), "\0001".encode())
for src in (r"'\x4'", r"'\u12'", r"'\U0011ffff'", r"'\U1234567'", r"'\N{no such}'", r"'\N'", r"'\N{'", r"b'\x1'", r"'\xg0'", "'abc", "'''abc", "'a\nb'", r"b'é'", "'\\", r"'\N{}'", "f'\\x4'", "u'a' b'b'", "b'a' 'b'", "ur'a'", "bu'a'", "fb'a'"):
    try:
        print(src.encode(), eval(src))
    except SyntaxError as e:
        print(ascii(src), e.msg, e.lineno, e.offset)
