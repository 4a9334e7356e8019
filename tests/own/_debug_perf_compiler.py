"""What --debug-perf says of compiled code."""
import json
import re
import subprocess
import sys

SOURCE = """\
def total(values):
    s = 0
    for x in values:
        s = s + x
    return s

def scale(a, k):
    return a * k

def apply(values):
    t = 0
    for v in values:
        t += scale(v, 2)
    return t

limit = 10
def check(v):
    return v < limit

def main():
    for i in range(300):
        total((1, 2, 3))
        apply([1, 2, 3])
        check(i)

main()
total((1, 2, 2.5))
apply([1, 2, 2.5])
globals()["limit"] = 20
"""
command = [sys.executable, "--jit-threshold=50", "--debug-perf=json", "-c", SOURCE]
data = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)
events = data["compiler"]
compiled = [e for e in events if e["kind"] == "compiled"]
print({e["function"] for e in compiled} >= {"total", "main"})
print(all(e["bytes"] > 0 and e["operations"] > 0 and e["microseconds"] > 0 and e["count"] > 0 for e in compiled))
print(("main", 22, "total") in {(e["function"], e["line"], e["name"]) for e in events if e["kind"] == "inlined"})
for e in events:
    if e["kind"] == "left" and "name" in e:
        print(e["function"], e["line"], e["name"], e.get("type"), e["reason"])
print({e["function"] for e in events if e["kind"] == "invalidated"} >= {"main"})
print(all(e["reason"] for e in events if e["kind"] in ("not-inlined", "left", "not-compiled", "invalidated")))
command[2] = "--debug-perf"
text = subprocess.run(command, capture_output=True, text=True).stderr
print(bool(re.search(r"^Compiled code: \d+ compilations in [\d.]+ ms, .*$", text, re.M)))
print("      line 4: `x` was always a small int, then a float\n" in text)
