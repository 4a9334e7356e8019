values = [1, 2, 3, 7, 10, 2**60, 2**61, 2**62, 2**63, 2**64 + 3, 10**25]
for a in [0] + values + [-v for v in values]:
    for b in values + [-v for v in values]:
        q, r = divmod(a, b)
        assert q * b + r == a and (r == 0 or (r < 0) == (b < 0)) and abs(r) < abs(b)
        assert q == a // b and r == a % b
        print(a, b, q, r)
