values = [0, 1, -1, 2, -2, 0x5555, -0x5555, 2**60 - 1, 2**61, -2**61, 2**62, -2**62 - 1, 2**63, 2**64 - 1, -2**64, 3**50, -3**50]
for a in values:
    print(~a, -a, +a, abs(a), a.bit_length(), a.bit_count())
    print(*[a & b for b in values])
    print(*[a | b for b in values])
    print(*[a ^ b for b in values])
for expr in ("1 & 1.0", "'a' | 1", "1 ^ None", "~1.5", "~'a'", "-'a'", "+[]", "True & 1", "True & True", "True | False", "True ^ True", "~True", "-True", "+True"):
    try:
        print(expr, repr(eval(expr)))
    except TypeError as e:
        print(expr, e)
