from collections import deque
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), d, list(d), 2 in d, d.index(2), d.count(2), d.copy() == d, d + deque([9]), d * 2, bool(deque()), deque("ab", 1), deque(range(5), maxlen=3), deque(maxlen=0), d.maxlen)
d.extend([7, 8]); d.extendleft([5, 6]); print(d); d.rotate(2); print(d); d.rotate(-1); print(d); d.reverse(); print(d); d.insert(2, "ins"); d.remove(7); del d[0]; d[1] = "set"; print(d, list(reversed(d))); d.clear(); print(d)
m = deque(maxlen=3); [m.append(i) for i in range(5)]; print(m); m.appendleft("L"); print(m); m.extend("xyz"); print(m); m += [1]; print(m, deque([1]) == deque([1]), deque([1]) < deque([2]), deque([1, 2], 5) == deque([1, 2]), deque([1]) == [1])
for e in ("deque().pop()", "deque().popleft()", "deque([1])[5]", "deque([1]).index(9)", "deque([1]).remove(9)", "deque(5)", "deque([], -1)", "deque([], 'a')", "deque([1])[0:1]", "hash(deque())", "deque() + [1]", "m.insert(0, 1)", "deque([1]) < 5", "deque([1], 2, 3)", "m.maxlen.__class__", "deque([1]).rotate('a')", "deque([1]) * 'a'"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
try: m.maxlen = 5
except AttributeError as e: print(e)
d = deque(range(5))
try:
    for x in d: d.append(x)
except RuntimeError as e: print(e)
r = deque(); r.append(r); print(r); q = deque(range(1000))
for i in range(100000): q.append(q.popleft() + 1)
print(sum(q), len(q), q[500], q[-1])
class D(deque): pass
x = D([1, 2], 5); x.attr = 1; print(x, x.copy(), type(x.copy()).__name__, x.attr)
