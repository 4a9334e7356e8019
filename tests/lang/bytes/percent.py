print(b"%d %s %x %c %r %a" % (5, b"ab", 255, 65, "é", "é"), b"%b|%5s|%-5s|%.1s" % (b"x", b"y", b"z", b"ab"), b"%05d %+d %#x %e %.2f %g" % (42, 3, 255, 1.5, 2.345, 1e10), b"%(a)s" % {b"a": b"v"}, b"%%" % (), b"%c" % b"z", b"%s" % bytearray(b"ba"), b"%*d" % (5, 3), bytearray(b"%d") % 7, b"%i %u %o" % (1, 2, 8))
for f, v in ((b"%s", "str"), (b"%s", 5), (b"%d", "a"), (b"%c", 256), (b"%c", "a"), (b"%c", b"ab"), (b"%", 1), (b"%y", 1), (b"%s %s", (b"a",)), (b"%s", (b"a", b"b")), (b"a", 1), (b"%(a)s", {"a": 1}), (b"%b", None), (b"%x", b"a"), (b"%d", 1.9), (b"%x", 1.5)):
    try:
        print(f, v, f % v)
    except Exception as e:
        print(f, v, type(e).__name__, e)
class C:
    def __bytes__(self):
        return b"custom"
class Bad:
    def __bytes__(self):
        return "str"
print(bytes(C()), b"%s %b" % (C(), C()))
try:
    bytes(Bad())
except TypeError as e:
    print(e)
