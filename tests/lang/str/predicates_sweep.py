# Every character's classes, as checksums per plane block.
names = ["isalpha", "isdigit", "isdecimal", "isnumeric", "isspace", "islower", "isupper", "istitle", "isprintable", "isidentifier"]
for start in range(0, 0x20000, 0x800):
    row = [sum(getattr(chr(c), n)() for c in range(start, start + 0x800)) for n in names]
    h = 0
    for c in range(start, start + 0x800):
        ch = chr(c)
        for t in (ch.upper(), ch.lower(), ch.title(), ch.casefold(), ch.swapcase()):
            for x in t:
                h = (h * 31 + ord(x)) % 1000000007
    print(hex(start), *row, h)
