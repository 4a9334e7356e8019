# --perf-map: the names of compiled code.
import os
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
fib(22)
s = 0
for i in range(100000):
    s += i
print(sorted(line.split(" ", 2)[2].strip() for line in open(f"/tmp/perf-{os.getpid()}.map")))
os.remove(f"/tmp/perf-{os.getpid()}.map")
