# Functions that are made by exec, run until they are compiled, and dropped leave nothing
# behind.  The argument says how many; 1000000 is what has been tried by hand.
import sys
def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4096
SOURCE = """
def f(n):
    total = %d
    for k in range(n):
        total += k & %d
        if total > 100000:
            total -= g(total)
    return total
def g(x):
    return x // 2 + %d
class K:
    def __init__(self, v):
        self.v = v
    def m(self, x):
        return self.v + x
"""
def make(first, last):
    check = 0
    for i in range(first, last):
        scope = {}
        exec(SOURCE % (i, i % 64, i % 10), scope)
        f = scope["f"]
        for _ in range(3):
            check += f(60)
        k = scope["K"](i)
        for x in range(60):
            check += k.m(x)
    return check
count = int(sys.argv[1])
make(0, count // 10)
before = resident()
make(count // 10, count)
grown = resident() - before
print("steady" if grown < 16 << 20 else f"grew by {grown >> 10} KiB")
