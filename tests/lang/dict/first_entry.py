"""The oldest key of a dict whose oldest keys are deleted again and again."""


def queue(steps, width):
    d, out = {}, []
    for i in range(steps):
        d[i] = -i
        if len(d) > width:
            out.append(next(iter(d)))
            del d[out[-1]]
    return out == list(range(steps - width)) and list(d.items())


print(queue(1000, 3), queue(40, 0), queue(5000, 700)[:2])

d = dict.fromkeys(range(20))
for i in range(15):
    del d[i]
print(next(iter(d)), next(iter(d.items())), [k for k in d], list(reversed(d)))
print(d.popitem(), d.popitem(), next(iter(d.keys())))
d[3] = "late"
d[1] = "later"
print(list(d), next(iter(d)), d.copy(), list(d.copy()))
while d:
    print(d.popitem(), next(iter(d), "empty"), end=" ")
d["a"] = 1
print(d, next(iter(d)))
for k in d:
    print(k)
    break
del d["a"]
print(list(d), next(iter(d), None))
d.update(b=1, c=2)
print(list(d), next(iter(d)))

# An iterator made before the dict is cleared starts anew.
d = dict.fromkeys(range(9))
for i in range(8):
    del d[i]
print(next(iter(d)))
it = iter(d)
d.clear()
d["new"] = 1
print(list(it))

# Compaction in between, by growth and by copying.
d = {}
for i in range(300):
    d[i] = i
    if i % 3:
        d.pop(next(iter(d)))
        if i % 50 == 1:
            d = dict(d)
    if i % 40 == 0:
        print(next(iter(d)), min(d), len(d), end=" ")
print()
for k in d:
    first = k
    break
print(first, list(d)[0], list(d | {first: 0})[0], list({**d})[0])
