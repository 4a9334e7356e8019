print(0, 00, 0_0, 1_000_000, 0xFF, 0Xff, 0b1010, 0B11, 0o777, 0O17, 0x_ff, 0b_1, 0o_7, 0xdead_beef, 123456789012345678901234567890, 0xFFFFFFFFFFFFFFFFFFFF)
print(1if 1else 2, 0x1for x in (1,)) if False else print(1 .real, 1..real, 1.0.real, (1).real)
print(- 1, -  -1, +-+1, ~-1, not-1, 2--1, 2-+-1, -2**2, 2**-1)
import ast
for src in ("0777", "09", "1__0", "1_", "0x", "0b2", "0o8", "0xg", "1a", "0b", "0_", "1_.0", "1._0", "1e", "1e+", "1jx", "00001", "0e0", "00.5", "09.5", "09e1", "012j", "0_7", "1_0e1_0", "0b1_0j", "1.e5", ".5_5", "1__0.5", "0x1.5", "0b12", "0o18", "123abc", "1_a", "5l", "0xfg"):
    try:
        print(src, repr(eval(src)))
    except SyntaxError as e:
        print(src, e.msg, e.offset, e.end_offset)
