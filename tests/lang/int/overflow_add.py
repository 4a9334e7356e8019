edges = [2**59, 2**60 - 1, 2**60, 2**61 - 1, 2**61, 2**62 - 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1, 2**64]
edges += [-n for n in edges] + [-n - 1 for n in edges] + [0, 1, -1]
for a in edges:
    for b in edges:
        print(a + b, a - b, a == b, a < b, a <= b, hash(a + b) == hash(a) + hash(b))
