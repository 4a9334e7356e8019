# Magnitudes around every exponent keep their bits through lists, arithmetic and back.
import struct
bits = 0
for e in range(-1074, 1024, 7):
    for m in (1.0, 1.5, 1.9999999999999998, -1.25):
        v = m * 2.0 ** e if e > -1060 else 5e-324 * 2 ** max(0, e + 1074)
        items = [v, -v, v * 0.5, v * 2]
        packed = [struct.unpack("<Q", struct.pack("<d", x))[0] for x in items]
        for p in packed:
            bits = (bits * 1000003 ^ p) & (2**64 - 1)
        assert items[0] == v and -items[1] == v
    if e % 49 == 0:
        print(e, v, v.hex(), bits)
print(bits)
