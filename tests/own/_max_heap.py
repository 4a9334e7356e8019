def grow_list():
    a = []
    while True:
        a.append([0] * 100)
def grow_dict():
    d = {}
    while True:
        d[len(d)] = (len(d), str(len(d)))
def grow_str():
    s = "x" * 1000
    parts = []
    while True:
        s = s + s[:10]
        parts.append(s.upper())
def big_int():
    n = 3
    while True:
        n = n * n
def big_bytes():
    b = b"x"
    while True:
        b = b + b
class P:
    def __init__(self, next): self.next = next
def instances():
    p = None
    while True:
        p = P(p)
def nested():
    l = None
    while True:
        l = [l]
def grow_set():
    s = set()
    while True:
        s.add((len(s), "k"))
for name, f in (("list", grow_list), ("dict", grow_dict), ("str", grow_str), ("int", big_int), ("bytes", big_bytes), ("instances", instances), ("recursion of lists", nested), ("set", grow_set)):
    try:
        f()
    except MemoryError as e:
        print(name, type(e).__name__)
print("still running", [i * i for i in range(3)])
