import bisect, heapq, random
l = [1, 3, 3, 5]; print(bisect.bisect(l, 3), bisect.bisect_left(l, 3), bisect.bisect_right(l, 0), bisect.bisect(l, 9), bisect.bisect_left(l, 3, 2), bisect.bisect([(1, "a"), (2, "b")], 1, key=lambda t: t[0])); bisect.insort(l, 4); bisect.insort_left(l, 3); print(l)
for e in ("bisect.bisect([1], 'a')", "bisect.bisect(5, 1)", "bisect.bisect([1], 1, -1)", "heapq.heappop([])", "heapq.heappush((), 1)", "heapq.heappush(['a'], 1)", "heapq.nsmallest('a', [1])", "heapq.heapreplace([], 1)"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
h = []; r = random.Random(1)
for _ in range(20): heapq.heappush(h, r.randrange(100))
print(h, [heapq.heappop(h) for _ in range(5)], heapq.heappushpop(h, 0), heapq.heapreplace(h, 200), h)
h = [5, 2, 8, 1]; heapq.heapify(h); print(h, heapq.nlargest(2, [3, 1, 4]), heapq.nsmallest(2, "hello"), heapq.nlargest(2, [-3, 2], key=abs), list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge([3, 1], [2], reverse=True)))
d = [r.random() for _ in range(2000)]; heapq.heapify(d); print([heapq.heappop(d) for _ in range(2000)] == sorted(d + []) if False else all(x <= y for x, y in zip(*(lambda s: (s, s[1:]))([heapq.heappop(d) for _ in range(2000)]))))
