# repr chooses its quotes; a bytearray escapes single quotes in any case.
for data in b"it's", b'say "x"', b"""it's "x" \\""", b'\\', b"'", b'"', b"\n\t'\x00\xff":
    print(repr(data), repr(bytearray(data)), str(bytearray(data)))
