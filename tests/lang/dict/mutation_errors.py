for stmt in ("d[99] = 1", "del d[1]", "d.pop(2)", "d.clear()", "d.update({50: 1})", "d.popitem()", "d.setdefault(77)", "d[1] = 'same size'", "d.pop(1); d[100] = 1", "d.__setitem__(5, 5)", "d |= {8: 8}"):
    for view in ("d", "d.keys()", "d.values()", "d.items()", "reversed(d)"):
        d = {1: "a", 2: "b", 3: "c"}
        seen = 0
        try:
            for x in eval(view):
                seen += 1
                if seen == 1:
                    exec(stmt)
                if seen > 20:
                    break
            print(stmt, view, "fine", seen, d)
        except RuntimeError as e:
            print(stmt, view, e, seen, d)
d = {1: 2, 3: 4}
it = iter(d.items())
next(it)
d[5] = 6
for _ in range(2):
    try:
        next(it)
    except RuntimeError as e:
        print(e)
    except StopIteration:
        print("stop")
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
try:
    for x in s:
        s.remove(x)
except RuntimeError as e:
    print(e)
for x in list(s):
    s.discard(x)
print(s)
d = {i: i for i in range(5)}
for k in list(d):
    if k % 2:
        del d[k]
print(d, [d.pop(k) for k in tuple(d)], d)
