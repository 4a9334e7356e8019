# Conditions that several ways have decided: predicates inlined, and, or, not, chains.

class Item:
    def __init__(self, weight, name):
        self.weight = weight
        self.name = name

    def light(self):
        return self.weight < 10 and not self.name.startswith("x")

    def special(self):
        if self.weight == 3:
            return True
        if self.weight == 5:
            return False
        return self.weight > 12 or self.name == "n7"


def both(a, b):
    return a.light() and b.special()


def either(a, b):
    return (a.light() or b.light()) and not (a.special() and b.special())


def count(items):
    n = 0
    for i in range(len(items) - 1):
        a, b = items[i], items[i + 1]
        if both(a, b):
            n += 1
        if not either(a, b):
            n += 100
        elif a.light() if i % 2 else b.special():
            n += 10000
        while not a.special() and n % 7:
            n += 1
        x = a.light() or b.special()
        n += x
        if x and (y := b.light()):
            n += y
    return n


def several(v):
    if v is None or v == 0 or (isinstance(v, str) and v == ""):
        return "none"
    if 3 < v < 10 if isinstance(v, int) else len(v) > 3:
        return "some"
    return "many"


def three(k):
    r = True if k % 3 == 0 else None if k % 3 == 1 else 0
    if r:
        return 1
    return 2 if r is None else 3


def loops(n):
    found = False
    total = 0
    for i in range(n):
        if i == n - 3:
            found = True
        if found:
            total += 1
        ok = i % 5 != 0 and (i % 3 != 0 or i % 2 == 0)
        if not ok:
            continue
        total += 2
    return total


items = [Item(i * 7 % 16, ("x%d" if i % 4 == 0 else "n%d") % (i % 9)) for i in range(60)]
for k in range(40):
    result = count(items)
print(result)
print([several(v) for v in [None, 0, "", 5, 50, "ab", "abcd"] * 30][-7:])
print(sum(three(k) for k in range(500)), [three(k) for k in range(3)])
print([loops(n) for n in range(0, 300, 50)])

try:
    for v in [1, 2, "abcd", 5, (), 7.5]:
        print(several(v))
except TypeError as e:
    print(e)
