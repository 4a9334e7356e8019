"""Loops at module level, whose variables are globals; deleted, of changing types, seen by functions."""

total = 0
for i in range(3000):
    total += i
    if i == 2000:
        total = float(total)
print(total, i)


def peek():
    return total, i


seen = []
for i in range(1500):
    total = i if i < 1000 else str(i)
    if i % 500 == 499:
        seen.append(peek())
print(seen)

count = 0
while count < 2000:
    count += 1
    if count == 1500:
        del total
    try:
        total
    except NameError as e:
        text = str(e)
        break
print(count, text)


class Body:
    items = []
    for k in range(1000):
        items.append(k * k)
    n = 0
    while n < 1000:
        n += 1
    last = items[-1]


print(Body.k, Body.n, Body.last, len(Body.items))
exec("""
z = 0
for q in range(2000):
    z += q
print(z)
""")
scope = {}
exec("for q in range(1000): r = q * 2", scope)
print(scope["q"], scope["r"])
