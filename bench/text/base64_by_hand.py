"""Base64, hexadecimal, run lengths, CRC and a cipher over bytes, by hand."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
VALUES = {char: value for value, char in enumerate(ALPHABET)}


def encode(data):
    out = []
    for i in range(0, len(data) - 2, 3):
        group = data[i] << 16 | data[i + 1] << 8 | data[i + 2]
        out.append(ALPHABET[group >> 18])
        out.append(ALPHABET[group >> 12 & 63])
        out.append(ALPHABET[group >> 6 & 63])
        out.append(ALPHABET[group & 63])
    rest = len(data) % 3
    if rest == 1:
        group = data[-1] << 16
        out.append(ALPHABET[group >> 18] + ALPHABET[group >> 12 & 63] + "==")
    elif rest == 2:
        group = data[-2] << 16 | data[-1] << 8
        out.append(ALPHABET[group >> 18] + ALPHABET[group >> 12 & 63] + ALPHABET[group >> 6 & 63] + "=")
    return "".join(out)


def decode(text):
    out = bytearray()
    group = 0
    bits = 0
    for char in text:
        if char == "=":
            break
        group = (group << 6 | VALUES[char]) & 0xFFFFFF
        bits += 6
        if bits >= 8:
            bits -= 8
            out.append(group >> bits & 0xFF)
    return bytes(out)


def to_hex(data):
    digits = "0123456789abcdef"
    return "".join([digits[byte >> 4] + digits[byte & 15] for byte in data])


def make_crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = make_crc_table()


def crc32(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 0xFF
        state[i], state[j] = state[j], state[i]
    out = bytearray(len(data))
    i = j = 0
    for position, byte in enumerate(data):
        i = (i + 1) & 0xFF
        j = (j + state[i]) & 0xFF
        state[i], state[j] = state[j], state[i]
        out[position] = byte ^ state[(state[i] + state[j]) & 0xFF]
    return bytes(out)


def run_lengths(data):
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


def base64_by_hand(size):
    data = bytes((i * i >> 5) & 0xFF for i in range(size))
    text = encode(data)
    assert decode(text) == data
    assert to_hex(data) == data.hex()
    secret = rc4(b"a key", data)
    assert rc4(b"a key", secret) == data
    return crc32(data), crc32(secret), crc32(text.encode("ascii")), len(run_lengths(data)), text[-8:]


if __name__ == "__main__":
    measure("base64_by_hand", base64_by_hand, 200_001,
            expect=(1971005080, 2916291548, 1415911254, 398450, "XDAE2KyA"),
            small=((10_001,), (2804958646, 914035906, 2459603778, 19922, "RLUmlwg=")))
