import heapq
from collections import Counter
def codes(text):
    h = [(n, i, c) for i, (c, n) in enumerate(sorted(Counter(text).items()))]; heapq.heapify(h); i = len(h)
    while len(h) > 1: a, b = heapq.heappop(h), heapq.heappop(h); heapq.heappush(h, (a[0] + b[0], i, (a[2], b[2]))); i += 1
    out = {}
    def walk(t, p):
        if isinstance(t, str): out[t] = p or "0"
        else: walk(t[0], p + "0"); walk(t[1], p + "1")
    walk(h[0][2], ""); return out
for text in ("a", "abracadabra", "the quick brown fox jumps over the lazy dog " * 20, "日本語日本日"):
    c = codes(text); enc = "".join(c[x] for x in text); rev = {v: k for k, v in c.items()}; dec, cur = [], ""
    for bit in enc:
        cur += bit
        if cur in rev: dec.append(rev[cur]); cur = ""
    print(len(enc), "".join(dec) == text, sorted(c.items(), key=lambda kv: (len(kv[1]), kv[1]))[:6]); data = int("1" + enc, 2).to_bytes((len(enc) + 8) // 8, "big"); print(len(data), bin(int.from_bytes(data, "big"))[3:] == enc)
