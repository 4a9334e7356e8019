"""Iterations under which keys are replaced see the same items, whenever the table moves them."""
state = 1
def rnd(n):
    global state
    state = (state * 1103515245 + 12345) & 0x7FFFFFFF
    return (state >> 8) % n
for trial in range(400):
    kind = rnd(4)
    n = rnd(14)
    if kind == 0: d = {i: i for i in range(n)}
    elif kind == 1: d = dict.fromkeys(range(n))
    elif kind == 2: d = dict(zip(range(n), range(n)))
    else:
        d = {}
        for i in range(n): d[i] = i
        if rnd(2): d = dict(d)
    for _ in range(rnd(6)):
        if d and rnd(2): del d[list(d)[rnd(len(d))]]
    nxt = 100
    seen = []
    try:
        for k in d:
            seen.append(k)
            if len(seen) > 40: break
            r = rnd(3)
            if r and d:
                m = list(d)[rnd(len(d))]
                if rnd(5): del d[m]
                else: d.pop(m)
                d[nxt if rnd(3) else m] = 1
                nxt += 1
    except RuntimeError as e:
        seen.append(str(e))
    print(trial, seen, list(d))
