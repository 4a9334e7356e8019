import heapq
from collections import defaultdict, deque
g = defaultdict(dict)
for a, b, w in [("a", "b", 4), ("a", "c", 2), ("c", "b", 1), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3), ("x", "y", 1)]: g[a][b] = w; g[b][a] = w
def dijkstra(s):
    d, q, prev = {s: 0}, [(0, s)], {}
    while q:
        c, u = heapq.heappop(q)
        if c > d[u]: continue
        for v, w in sorted(g[u].items()):
            if c + w < d.get(v, float("inf")): d[v] = c + w; prev[v] = u; heapq.heappush(q, (d[v], v))
    return d, prev
print(dijkstra("a"))
def bfs(s):
    seen, q = {s: 0}, deque([s])
    while q:
        u = q.popleft()
        for v in sorted(g[u]):
            if v not in seen: seen[v] = seen[u] + 1; q.append(v)
    return seen
print(bfs("a"), bfs("x"))
def topo(deps):
    order, state = [], {}
    def visit(n):
        if state.get(n) == 1: raise ValueError(f"cycle at {n}")
        if n in state: return
        state[n] = 1
        for m in deps.get(n, ()): visit(m)
        state[n] = 2; order.append(n)
    for n in deps: visit(n)
    return order
print(topo({"app": ["lib", "io"], "lib": ["core"], "io": ["core"], "core": []}))
try: topo({"a": ["b"], "b": ["a"]})
except ValueError as e: print(e)
par = list(range(20))
def find(x):
    while par[x] != x: par[x] = par[par[x]]; x = par[x]
    return x
for i in range(0, 18, 3): par[find(i)] = find(i + 2)
print([find(i) for i in range(20)])
def scc(gr):
    idx, low, st, on, out, n = {}, {}, [], set(), [], [0]
    def go(v):
        idx[v] = low[v] = n[0]; n[0] += 1; st.append(v); on.add(v)
        for w in gr[v]:
            if w not in idx: go(w); low[v] = min(low[v], low[w])
            elif w in on: low[v] = min(low[v], idx[w])
        if low[v] == idx[v]:
            c = []
            while True:
                w = st.pop(); on.discard(w); c.append(w)
                if w == v: break
            out.append(sorted(c))
    for v in gr:
        if v not in idx: go(v)
    return out
print(scc({1: [2], 2: [3], 3: [1, 4], 4: [5], 5: [4], 6: [3]}))
