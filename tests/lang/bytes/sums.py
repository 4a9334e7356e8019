# sum() of bytes and bytearrays.
class Odd(bytes):
    def __iter__(self):
        return iter([1000])


print(sum(b""), sum(bytearray(b"\x00\xff\x80")), sum(bytes(range(256)) * 3, 10), sum(b"abc", 0.5))
print(sum(b"abc", 2**62 - 1), sum(b"abc", 2**63 - 100), sum(b"abc", -2**70), sum(Odd(b"abc")), sum(b"ab", True))

array = bytearray(range(20))
array[::3] = b"ABCDEFG"
array[::-4] = bytearray(b"vwxyz")
array[1:18:6] = array[:3]
print(array)
try:
    array[::7] = b"12"
except ValueError as e:
    print(e)
