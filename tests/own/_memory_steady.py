# Native memory does not grow over a long loop of everything that allocates some.
import gc, re, json, struct, io, array, random, collections, os, itertools, functools
def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4096
def work(i):
    p = re.compile(f"(a|b)*c{i}(?P<x>\\d+)")
    p.search("ababc%d77" % i)
    json.loads(json.dumps({"k": [i, str(i), i / 3]}))
    exec(compile(f"def f{i % 7}(x): return x + {i}\nf{i % 7}(1)", "s", "exec"), {})
    s = io.StringIO(); s.write("text" * 50); s.getvalue()
    b = io.BytesIO(b"x" * 200); b.read()
    array.array("d", range(50)).append(1.0)
    collections.deque(range(100), 50).rotate(3)
    random.Random(i).random()
    (3 ** (200 + i % 50)).bit_length(); str(7 ** 300); int("9" * 200)
    [x for x in itertools.islice(itertools.count(), 20)]
    functools.lru_cache(maxsize=10)(lambda q: q)(i)
    type("T%d" % (i % 5), (), {"m": lambda self: i})().m()
    g = (y for y in range(5)); next(g)
    try: eval("1 +")
    except SyntaxError: pass
    try: {}["k"]
    except KeyError as e: e.add_note("n")
    with open("/proc/self/stat") as f: f.read(10)
    "é日😀".encode().decode(); "x".join(map(str, range(20))); sorted(range(50), key=lambda v: -v)
# Collected often, so that what is measured is what cannot be collected.
def loop(first, last):
    for i in range(first, last):
        work(i)
        if i % 250 == 0:
            gc.collect()
loop(0, 1500)
before = resident()
loop(1500, 4500)
grown = resident() - before
print("steady" if grown < 24 << 20 else f"grew by {grown >> 10} KiB")
