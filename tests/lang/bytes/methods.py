b = b"Hello, World"
for B in (bytes, bytearray):
    b = B(b"Hello, World")
    print(b.upper(), b.lower(), b.swapcase(), b.title(), b.capitalize(), b.center(20, b"*"), b.ljust(15), b.rjust(15, b"."), b.zfill(20), B(b"-5").zfill(5), b.find(b"o"), b.rfind(b"o"), b.find(111), b.count(b"l"), b.count(108), b.index(b"W"), b.rindex(b"l"), b.startswith(b"He"), b.startswith((b"x", b"H")), b.endswith(b"d"), b.replace(b"l", b"LL"), b.replace(b"l", b"", 1), b.split(b", "), b.split(), b.rsplit(b"o", 1), b.partition(b", "), b.rpartition(b"o"), b.strip(b"Hd"), b.lstrip(b"H"), b.rstrip(b"d"), b.removeprefix(b"He"), b.removesuffix(b"ld"), b.join([b"a", b"b"]), b.hex(), b.hex("-"), b.hex(":", 2), b.hex("_", -4), b.translate(None, b"lo"), b.translate(bytes.maketrans(b"lo", b"01")), b.expandtabs(), b.splitlines(), b.isalpha(), B(b"abc").isalpha(), B(b"1").isdigit(), B(b" ").isspace(), B(b"A").isupper(), B(b"a").islower(), B(b"Ab").istitle(), B(b"a1").isalnum(), B(b"\x80").isascii(), B(b"").isascii(), sep="\n")
    print(B(b" a  b ").split(), B(b"a\tb\nc").split(None, 1), B(b"").split(), B(b"").split(b","), B(b"\xe9").upper(), B(b"a\x1cb").split(), B(b"\x85").isspace(), B(b"ab").hex(sep="."))
print(bytes.fromhex("00 ff 1A"), bytearray.fromhex("0a0b"), bytes.fromhex(""), bytes.fromhex(" ab\ncd "), type(bytearray.fromhex("00")))
for e in ("bytes.fromhex('0')", "bytes.fromhex('0g')", "bytes.fromhex('é')", "bytes.fromhex(b'00')", "bytes.fromhex('0 0')", "b'a'.find('a')", "b'a'.find(256)", "b'a'.split(b'')", "b'a'.split('a')", "b'a'.join(['a'])", "b'a'.join([1])", "b'a'.replace('a', 'b')", "b'a'.startswith('a')", "b'a'.startswith(('a',))", "b'a'.index(b'z')", "b'a'.strip('a')", "b'a'.center(5, 'x')", "b'a'.center(5, b'xx')", "b'a'.translate(b'abc')", "bytes.maketrans(b'a', b'bc')", "b'a'.decode('ascii', 'strict', 1)", "b'a'.hex('ab')", "b'a'.hex(1)", "b'ab'.hex('é')", "b'a'.count('a')", "b'a'.partition(b'')", "b','.join(5)", "b','.join([b'a', bytearray(b'b'), memoryview(b'c')])", "b'a'.hex('-', 0)", "b'abc'.rindex(b'z')", "b'abc'.removeprefix('a')"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
