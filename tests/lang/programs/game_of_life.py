def step(live): 
    n = {}
    for x, y in live:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: k = (x + dx, y + dy); n[k] = n.get(k, 0) + 1
    return {c for c, k in n.items() if k == 3 or (k == 2 and c in live)}
def show(live):
    xs, ys = [x for x, _ in live], [y for _, y in live]
    return "\n".join("".join("#" if (x, y) in live else "." for x in range(min(xs), max(xs) + 1)) for y in range(min(ys), max(ys) + 1))
g = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}; r = {(1, 0), (2, 0), (0, 1), (1, 1), (1, 2)}
for i in range(8): g = step(g)
print(show(g), sorted(g))
for i in range(120): r = step(r)
print(len(r), show(r))
def ca(rule, n, gens):
    row = [0] * n; row[n // 2] = 1
    for _ in range(gens): yield "".join(" #"[c] for c in row).rstrip(); row = [rule >> (row[i - 1] << 2 | row[i] << 1 | row[(i + 1) % n]) & 1 for i in range(n)]
print("\n".join(ca(30, 41, 15)))
