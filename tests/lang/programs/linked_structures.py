class Stack:
    def __init__(self): self._s = []
    def push(self, x): self._s.append(x); return self
    def pop(self):
        if not self._s: raise IndexError("empty stack")
        return self._s.pop()
    def __len__(self): return len(self._s)
class BST:
    class Node:
        __slots__ = "key", "left", "right"
        def __init__(self, k): self.key, self.left, self.right = k, None, None
    def __init__(self, it=()): self.root, self.n = None, 0; [self.add(x) for x in it]
    def add(self, k):
        if self.root is None: self.root = self.Node(k); self.n += 1; return
        c = self.root
        while c.key != k:
            side = "left" if k < c.key else "right"
            if getattr(c, side) is None: setattr(c, side, self.Node(k)); self.n += 1; return
            c = getattr(c, side)
    def __iter__(self): yield from self._walk(self.root)
    def _walk(self, n):
        if n: yield from self._walk(n.left); yield n.key; yield from self._walk(n.right)
    def __contains__(self, k):
        c = self.root
        while c and c.key != k: c = c.left if k < c.key else c.right
        return c is not None
    def depth(self, n="root"): n = self.root if n == "root" else n; return 0 if n is None else 1 + max(self.depth(n.left), self.depth(n.right))
    def __len__(self): return self.n
t = BST([50, 30, 70, 20, 40, 60, 80, 30, 65]); print(list(t), len(t), 40 in t, 45 in t, t.depth(), sum(t), list(BST()), bool(BST()), max(t), sorted(t, reverse=True)[:3], list(BST("hello world")))
s = Stack().push(1).push(2); print(s.pop(), len(s), s.pop())
try: s.pop()
except IndexError as e: print(e)
def rpn(x):
    s = []
    for k in x.split():
        if k in "+-*/": b, a = s.pop(), s.pop(); s.append({"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else float("nan")}[k])
        else: s.append(float(k))
    return s
print(rpn("3 4 + 2 *"), rpn("5 1 2 + 4 * + 3 -"), rpn("1 0 /")); import random; r = random.Random(4); big = BST(r.sample(range(100000), 3000)); print(len(big), big.depth(), list(big) == sorted(big))
class Trie(dict):
    def insert(self, w):
        n = self
        for c in w: n = n.setdefault(c, Trie())
        n["$"] = w
    def find(self, p):
        n = self
        for c in p:
            if c not in n: return []
            n = n[c]
        out, st = [], [n]
        while st:
            x = st.pop()
            for k, v in x.items(): out.append(v) if k == "$" else st.append(v)
        return sorted(out)
tr = Trie(); [tr.insert(w) for w in "car card care cat dog do".split()]; print(tr.find("car"), tr.find("do"), tr.find("z"), tr.find(""))
