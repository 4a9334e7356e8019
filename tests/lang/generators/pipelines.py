def read(lines):
    for l in lines: yield l.rstrip()
def grep(pat, src):
    return (l for l in src if pat in l)
def field(n, src):
    for l in src: yield l.split()[n]
text = ["alpha 1 x\n", "beta 2 y\n", "alphabet 3 z\n"]
print(list(field(1, grep("alpha", read(text)))))
def coroutine(f):
    def start(*a, **k):
        c = f(*a, **k); next(c); return c
    return start
@coroutine
def averager():
    total = count = 0; avg = None
    while True:
        v = yield avg
        total += v; count += 1; avg = total / count
a = averager(); print([a.send(v) for v in (10, 20, 60)])
@coroutine
def broadcast(*targets):
    while True:
        item = yield
        for t in targets: t.send(item)
@coroutine
def printer(name):
    try:
        while True: print(name, (yield))
    finally: print(name, "closed")
p, q = printer("p"), printer("q")
b = broadcast(p, q); b.send(1); b.send("two"); b.close(); p.close(); q.close()
def scheduler(tasks):
    queue = list(tasks)
    while queue:
        t = queue.pop(0)
        try:
            print(next(t), end=" "); queue.append(t)
        except StopIteration as s: print(f"[{s.value}]", end=" ")
    print()
def task(n, k):
    for i in range(k): yield f"{n}{i}"
    return n
scheduler([task("a", 3), task("b", 1), task("c", 2)])
def primes():
    found = []; n = 2
    while True:
        if all(n % p for p in found): found.append(n); yield n
        n += 1
it = primes(); print([next(it) for _ in range(20)])
def perms(l):
    if not l: yield []
    for i, x in enumerate(l):
        for p in perms(l[:i] + l[i + 1:]): yield [x] + p
print(len(list(perms([1, 2, 3, 4]))), next(perms("ab")))
def flatten(x):
    for i in x:
        if isinstance(i, list): yield from flatten(i)
        else: yield i
print(list(flatten([1, [2, [3, [4]], 5], [[[]]]])))
