from functools import lru_cache
items = [(12, 4), (2, 2), (1, 1), (4, 10), (1, 2), (7, 6), (9, 9), (3, 1)]
def knap(cap):
    t = [[0] * (cap + 1) for _ in range(len(items) + 1)]
    for i, (w, v) in enumerate(items, 1):
        for c in range(cap + 1): t[i][c] = max(t[i - 1][c], t[i - 1][c - w] + v if c >= w else 0)
    c, pick = cap, []
    for i in range(len(items), 0, -1):
        if t[i][c] != t[i - 1][c]: pick.append(i - 1); c -= items[i - 1][0]
    return t[-1][cap], pick[::-1]
print([knap(c) for c in (0, 5, 15, 25, 100)])
@lru_cache(None)
def lcs(a, b): return "" if not a or not b else lcs(a[1:], b[1:]).__radd__(a[0]) if False else a[0] + lcs(a[1:], b[1:]) if a[0] == b[0] else max(lcs(a[1:], b), lcs(a, b[1:]), key=len)
print(lcs("AGGTABQWERTY", "GXTXAYBWRT"), lcs.cache_info().misses > 10)
def coins(n, cs=(1, 2, 5, 10, 20, 50)):
    w = [1] + [0] * n
    for c in cs:
        for i in range(c, n + 1): w[i] += w[i - c]
    return w[n]
print([coins(n) for n in (0, 1, 5, 10, 100, 500)])
def lis(a):
    from bisect import bisect_left
    t = []
    for x in a:
        i = bisect_left(t, x); t[i:i + 1] = [x]
    return len(t)
print(lis([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]), lis(range(100)), lis([5] * 10))
@lru_cache(maxsize=None)
def parts(n, m=None): m = n if m is None else m; return 1 if n == 0 else 0 if n < 0 or m == 0 else parts(n - m, m) + parts(n, m - 1)
print([parts(i) for i in range(15)], parts(60)); tri = [[1]]
for _ in range(10): tri.append([1] + [a + b for a, b in zip(tri[-1], tri[-1][1:])] + [1])
for r in tri: print(" ".join(map(str, r)).center(50).rstrip())
