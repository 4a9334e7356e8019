import sys
print(sys.hash_info.modulus == 2**61 - 1, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.width)
for n in (0, 1, -1, -2, 2**61 - 2, 2**61 - 1, 2**61, 2**61 + 1, -(2**61 - 1), -(2**61), 2**62, 2**63, -2**63, 2**64, 10**50, -10**50, True, False):
    print(n, hash(n), hash(float(n)) if float(n) == n else "-")
print({1: "a", 1.0: "b", True: "c"}, {0, False, 0.0, 0j}, hash(2**61) == hash(2.0**61))
