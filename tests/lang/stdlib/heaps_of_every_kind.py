# Heaps and searches of ints, floats, tuples, lists and others: the same layout as CPython's.
import bisect
import heapq

state = 99


def random(n):
    global state
    state = (state * 1103515245 + 12345) & 0x7FFFFFFF
    return (state >> 8) % n


class Odd:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __repr__(self):
        return "Odd(%d)" % self.n


nan = float("nan")
makers = {
    "ints": lambda: random(50) - 25,
    "floats": lambda: random(50) / 4 - 3,
    "nans": lambda: (nan, 1.0, 2.0, 0.5)[random(4)],
    "mixed": lambda: random(9) if random(2) else random(9) / 2,
    "big": lambda: 1 << random(90),
    "strs": lambda: "%d" % random(50),
    "tuples": lambda: (random(4), "%d" % random(4), random(3) / 2),
    "prefixes": lambda: (1, 2, 3)[:random(4)],
    "lists": lambda: [random(4), None][:random(2)] if random(2) else [random(4)],
    "nested": lambda: ((random(3), random(3)), random(3)),
    "with nan": lambda: (nan, random(3)),
    "objects": lambda: Odd(random(20)),
    "pairs": lambda: (random(3), Odd(random(4))),
}
for name, make in makers.items():
    heap = []
    for _ in range(40):
        heapq.heappush(heap, make())
        if random(3) == 0:
            print(name, heapq.heappop(heap), end=" ")
    print(heap)
    print(heapq.heappushpop(heap, make()), heapq.heapreplace(heap, make()))
    values = [make() for _ in range(23)]
    heapq.heapify(values)
    print(values)
    heapq._heapify_max(values)
    print(values, heapq._heappop_max(values), heapq._heapreplace_max(values, make()), values)
    print([heapq.heappop(heap) for _ in range(len(heap))])
    print(heapq.nsmallest(3, values), heapq.nlargest(3, values), list(heapq.merge(sorted(values), sorted(heap))))
    if name not in ("nans", "with nan"):
        values.sort()
        for _ in range(12):
            x = make()
            print(bisect.bisect_left(values, x), bisect.bisect_right(values, x), bisect.bisect(values, x, 3, 15), end=";")
            bisect.insort(values, x)
            bisect.insort_left(values, x, 0, len(values) // 2)
        print(values)

ints = list(range(0, 40, 2))
for n in range(len(ints) + 1):
    for x in (-3, 0, 1, 18, 19, 38, 39, 77):
        at = bisect.bisect_left(ints, x, 0, n), bisect.bisect_right(ints, x, 0, n)
        print(at, end="")
print()
for bad in (lambda: bisect.bisect(ints, 1, -1), lambda: bisect.bisect(ints, 99, 0, 90), lambda: bisect.bisect(ints, "a")):
    try:
        print(bad())
    except (ValueError, IndexError, TypeError) as e:
        print(type(e).__name__, e)
print(bisect.bisect(ints, True), bisect.bisect(ints, 1.5), bisect.bisect(ints, 10, 12, 4))


class Changing:
    """A comparison that changes the heap."""
    def __init__(self, heap):
        self.heap = heap

    def __lt__(self, other):
        self.heap.append(self)
        return True


heap = [1, 2, 3]
try:
    heapq.heappush(heap, Changing(heap))
except RuntimeError as e:
    print(e, len(heap))
row = []
row.append(row)
try:
    print(row < [row], [row] == [row])
except RecursionError as e:
    print(e)
