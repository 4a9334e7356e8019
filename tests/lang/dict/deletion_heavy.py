import random
r = random.Random(11)
d, model = {}, []
for step in range(30000):
    k = r.randrange(300)
    op = r.random()
    if op < 0.45:
        if k not in d:
            model.append(k)
        d[k] = step
    elif op < 0.9:
        if d.pop(k, None) is not None:
            model.remove(k)
    elif op < 0.95 and d:
        kk, _ = d.popitem()
        assert kk == model.pop()
    elif op < 0.951:
        d.clear(); model.clear()
    assert len(d) == len(model)
    if step % 3000 == 0:
        assert list(d) == model
        print(step, len(d), list(d)[:6])
q = {}
for i in range(50000):
    q[i] = i
    if i >= 10:
        del q[i - 10]
print(len(q), list(q))
while q:
    k = next(iter(q))
    del q[k]
print(q)
for i in range(5):
    q[str(i)] = i
    q.popitem()
print(q, len(q), list(q.items()))
s = {str(i): i for i in range(2000)}
for i in range(2000):
    if i % 10:
        del s[str(i)]
print(len(s), sum(s.values()), list(s)[:5], s.get("11"), s["1990"])
s["11"] = "back"
print(list(s)[-1], len(s))
