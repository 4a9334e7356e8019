a = [1, 2, 3, 4, 5, 6]
for x in a:
    if x % 2:
        a.remove(x)
print(a)
a = [1, 2, 3]
for x in a:
    if len(a) < 10:
        a.append(x * 10)
print(a)
a = list(range(10))
for x in a:
    a.pop()
print(a)
a = [1, 2, 3]
it = iter(a)
next(it)
a.clear()
print(list(it), a)
a.append(1); a.append(2)
print(list(it))
a = [1, 2, 3]
it = iter(a)
print(next(it), it.__length_hint__())
a.insert(0, 0)
print(next(it), list(it), it.__length_hint__(), next(it, "done"))
a.append(4)
print(next(it, "still done"))
r = reversed([1, 2, 3])
print(next(r), r.__length_hint__(), list(r), list(r))
a = [1, 2, 3]
r = reversed(a)
a.append(4)
print(next(r)); a.clear(); print(list(r))
a = [1, 2, 3]
a[:] = [x for x in a if len(a) < 7 and not a.append(x)]
print(a)
a = [3, 1, 2]
print([a.pop() for _ in range(len(a))], a)
a = [1, 2, 3, 4]
print([x for x in a if a.remove(x) is None], a)
class E:
    def __init__(self, l):
        self.l = l
    def __eq__(self, o):
        self.l.clear()
        return False
a = []
a.extend([E(a), E(a), 1])
print(1 in a, a)
a = [1, 2, 3]
a.extend(a); print(a)
a.extend(iter(a[:2])); print(a)
try:
    a = [0]
    a.extend(x if x < 3 else 1 / 0 for x in range(5))
except ZeroDivisionError:
    print(a)
for i, x in enumerate(a):
    a[i] = x * 100
print(a)
