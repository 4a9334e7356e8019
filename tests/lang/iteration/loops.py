for i in range(3):
    if i == 5: break
else:
    print("else runs")
for i in []:
    pass
else:
    print("empty else")
n = 0
while n < 3:
    n += 1
    if n == 2: continue
    print(n)
else:
    print("while else", n)
while True:
    n += 1
    if n > 5: break
else:
    print("never")
for i, (a, *b) in enumerate([(1, 2, 3), "xyz", [9]]):
    print(i, a, b)
for x in [1, 2, 3]:
    for y in [1, 2, 3]:
        if y == 2: break
        print(x, y)
    else:
        print("inner else")
    continue
d = {}
for d["k"] in range(3): pass
print(d)
class A: pass
for A.attr in "xy": pass
print(A.attr)
l = [0, 0]
for l[0], l[1] in [(1, 2), (3, 4)]: pass
print(l)
for x in (lambda: [1, 2])(): print(x, end=" ")
print()
for x in 1, 2, *[3, 4]: print(x, end=",")
print()
def f():
    for i in range(10):
        for j in range(10):
            if i * j == 42: return i, j
print(f())
def g():
    while True:
        try:
            return "returned"
        finally:
            break
    return "broke"
print(g())
def h():
    out = []
    for i in range(4):
        try:
            if i == 1: continue
            if i == 3: break
            out.append(i)
        finally:
            out.append(("f", i))
    return out
print(h())
i = 10
while i: i -= 3 if i > 3 else i
print(i)
x = 0
while x < 10 if x < 5 else x < 7: x += 1
print(x)
for i in range(2):
    def fn(i=i): return i
    print(fn())
for _ in iter(int, 1):
    break
try:
    for x in 5: pass
except TypeError as e: print(e)
try:
    for a, b in [1]: pass
except TypeError as e: print(e)
try:
    for a, b in [(1, 2, 3)]: pass
except ValueError as e: print(e)
