class B(bytes):
    def __new__(cls, v, tag="t"):
        self = bytes.__new__(cls, v)
        self.tag = tag
        return self
    def __repr__(self):
        return "B" + bytes.__repr__(self)
b = B(b"abc", 5)
print(b, repr(b), b.tag, type(b + b"x"), type(b[:]), b == b"abc", hash(b) == hash(b"abc"), {b"abc": 1}[b], bytes(b), type(bytes(b)), b.upper(), [b], isinstance(b, bytes))
class A(bytearray):
    pass
a = A(b"xyz")
a.attr = 1
a.append(65)
print(a, a.attr, type(a[:1]), type(a + b""), a == b"xyzA", len(a))
print(bytes.__mro__, bytearray.__mro__, bytearray.__hash__, B.fromhex("ff"), type(B.fromhex("ff")))
