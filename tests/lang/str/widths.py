# One string seen through changes of its widest character.
a = "abc"
for extra in ("é", "ÿ", "Ā", "\uffff", "\U00010000", "\U0010ffff"):
    s = a + extra
    print(len(s), ascii(s), s[:3] == a, hash(s[:3]) == hash(a), s[3:] == extra, ascii(s * 2), ascii(s[::-1]), s.replace(extra, "") == a, {s[:3]: 1} == {a: 1}, s.index(extra), extra in s, max(s) == extra, s.encode("utf-8"), ascii(s.center(8, extra)), ascii("-".join(s)), ascii(s.upper()), s < a, s > a)
print("é" == "e\u0301", len("e\u0301"), "\u00e9".encode("latin-1"), "ab".encode("utf-16-le").decode("utf-16-le") == "ab")
print([ord(c) for c in "aé日😀"], [chr(c) for c in (97, 233, 26085, 128512)], list("é日😀"), list(reversed("日本")), sorted("日é😀a"), [*enumerate("日a")])
for e in ("chr(-1)", "chr(0x110000)", "chr('a')", "chr(1.0)", "ord('')", "ord('ab')", "ord(5)", "ord(b'a')", "ord(b'ab')", "chr(2**70)", "chr()", "ord()", "chr(0xd800) == '\\ud800'", "ord(bytearray(b'z'))", "ord(None)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
