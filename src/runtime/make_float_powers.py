#!/usr/bin/python3.11
"""Writes float_powers.inc: 10^k for every k that float_text.c needs, as the
first 128 bits of the number (rounded down), high word first."""

FIRST, LAST = -342, 324

print("/* Made by make_float_powers.py. */")
print(f"#define POWER_FIRST ({FIRST})")
print(f"#define POWER_LAST {LAST}")
print("static const uint64_t power_words[POWER_LAST - POWER_FIRST + 1][2] = {")
for k in range(FIRST, LAST + 1):
    if k >= 0:
        n = 10**k
        shift = n.bit_length() - 128
        word = n >> shift if shift >= 0 else n << -shift
    else:
        d = 10**-k
        word = (1 << (d.bit_length() + 127)) // d
        word >>= word.bit_length() - 128
    assert word.bit_length() == 128
    print(f"    {{0x{word >> 64:016x}, 0x{word & (1 << 64) - 1:016x}}}, /* {k} */")
print("};")
