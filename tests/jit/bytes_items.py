# Items of bytes and bytearrays, loops over them, append and +=, in compiled code.


def read(data):
    total = 0
    for byte in data:
        total = total * 31 + byte & 0xFFFFFF
    for i in range(len(data)):
        total ^= data[i] << (i & 7)
    return total, data[0], data[-1]


def pairs(data, other):
    return [a * 256 + b for a, b in zip(data, other)], [(i, b) for i, b in enumerate(data) if b > 250]


def build(data):
    out = bytearray()
    for i, byte in enumerate(data):
        out.append(byte ^ i & 255)
    for i in range(len(out)):
        out[i] = out[i] ^ 1
    out[-1] = 7
    return out


def runs(data):
    out = bytearray()
    i = 0
    while i < len(data):
        byte = data[i]
        length = 1
        while length < 255 and i + length < len(data) and data[i + length] == byte:
            length += 1
        out += bytes((length, byte))
        i += length
    return bytes(out)


def text(data):
    return "".join([chr(b) for b in data]), max(b for b in data), data[2:5], data[-3:], data + b"!"


sample = bytes(range(256)) * 3 + b"aaaaabbbbc"
for _ in range(40):
    for data in sample, bytearray(sample):
        result = read(data), pairs(data, data[1:])[1], bytes(build(data)[:9]), runs(data)[-6:], text(data)[1:]
print(result)


# What is not a byte, not in range, not there.
def store(a, i, v):
    a[i] = v
    return a[i]


def add(a, v):
    a.append(v)
    return len(a)


a = bytearray(16)
for k in range(300):
    assert store(a, k % 16, k % 256) == k % 256
    add(bytearray(b"x"), k % 256)
print(store(a, -1, 9))
for arguments in (3, 256), (3, -1), (16, 1), (-17, 1), (3, "x"), (3, 1 << 70), (3, 1.5), (3, True), ("x", 1):
    try:
        print(arguments, store(a, *arguments))
    except Exception as e:
        print(arguments, type(e).__name__, e)
for v in 256, -1, "x", None, True, 1 << 70:
    try:
        print(v, add(a, v))
    except Exception as e:
        print(v, type(e).__name__, e)
print(len(a), a)

# A view forbids growing.
b = bytearray(b"viewed")
view = memoryview(b)
for change in lambda: add(b, 1), lambda: b.__iadd__(b"x"):
    try:
        print(change())
    except BufferError as e:
        print(e)
view[0] = 87
print(b)
view.release()
print(add(b, 33), b)


# Growing and shrinking under a loop; an array that is added to itself.
def grow(a):
    n = 0
    for byte in a:
        n += byte
        if len(a) < 40:
            a.append(byte + 1 & 255)
        elif len(a) == 40 and byte & 1:
            del a[20:]
    return n, len(a)


def double(a):
    a += a
    return a


for _ in range(60):
    result = grow(bytearray(b"\x01")), double(bytearray())
    try:
        double(bytearray(b"ab"))
    except BufferError as e:
        error = e
print(result, error)


class Own(bytes):
    def __getitem__(self, i):
        return -1

    def __iter__(self):
        return iter([5, 6])


class OwnArray(bytearray):
    def append(self, v):
        super().append(0)


print(read(Own(b"abc")), pairs(Own(b"abc"), b"xy"))
print(build(b"abc"), add(OwnArray(b"q"), 5), OwnArray(b"zz")[1])
o = OwnArray(b"q")
o += b"abc"
o.append(200)
print(o, type(o))
print(bytes([1, 2, 255]), bytes((0,)), bytes([]), bytes(range(3)), bytes([True, 2]), bytes(bytearray(b"q")))
for bad in [256], [-1], ["x"], (1, 2, 1 << 65), [1.0]:
    try:
        print(bytes(bad))
    except Exception as e:
        print(type(e).__name__, e)
