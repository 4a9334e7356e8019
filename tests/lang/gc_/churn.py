# Much garbage, with old objects that keep pointing at new ones.
class Tree:
    __slots__ = ("l", "r", "v")
    def __init__(self, d, v): self.v = v; self.l = Tree(d - 1, 2 * v) if d else None; self.r = Tree(d - 1, 2 * v + 1) if d else None
    def total(self): return self.v + (self.l.total() + self.r.total() if self.l else 0)
old = Tree(10, 1); first = old.total()
for i in range(30):
    t = Tree(8, i); assert t.total() == Tree(8, i).total()
    node = old
    while node.l: node = node.l if i % 2 else node.r
    node.l, node.r = Tree(1, i), Tree(1, -i)
print(first, old.total())
table = {i: [] for i in range(200)}
for i in range(60000):
    table[i % 200].append(str(i)); 
    if i % 1000 == 0: table[i % 200] = []
print(sum(map(len, table.values())), table[199][-1], table[0][:3])
ring = [None] * 500
for i in range(100000): ring[i % 500] = (i, ring[(i * 7) % 500] if i % 50 == 0 else None, [i])
print(sum(r[0] for r in ring), sum(r[2][0] for r in ring))
s = set()
for i in range(50000):
    s.add((i % 100, str(i % 37)))
print(len(s)); strs = ["x" * (i % 50) + str(i) for i in range(30000)]; print(sum(map(len, strs))); gens = [(y * 2 for y in range(x)) for x in range(500)]; print(sum(sum(g) for g in gens))
clos = [(lambda n: lambda: n * 2)(i) for i in range(5000)]; print(sum(f() for f in clos)); big = [10**30 + i for i in range(20000)]; print(sum(big) % 1000007); fl = [i * 1e300 / 3 for i in range(10000)]; print(sum(fl) > 0, max(fl))
def exc(n):
    try: raise ValueError(n)
    except ValueError as e: return e
es = [exc(i) for i in range(3000)]; print(sum(e.args[0] for e in es), es[5].__traceback__ is not None)
