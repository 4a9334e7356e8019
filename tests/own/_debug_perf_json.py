"""The fields of the report as JSON, and what they add up to."""
import json
import os
import subprocess
import sys

SOURCE = """
def f(xs):
    for x in xs:
        x.real
    return [x for x in xs]
f(list(range(100)))
f([1.5] * 50)
"""


def fields(data):
    return " ".join(sorted(data))


done = subprocess.run([sys.executable, "--debug-perf=json", "-c", SOURCE], capture_output=True, text=True)
data = json.loads(done.stderr)
print(fields(data))
print(fields(data["collections"]), data["version"], data["incomplete"])
print(data["instructions"] == sum(f["instructions"] for f in data["functions"]))
print(all(f["instructions"] == sum(l["instructions"] for l in f["lines"]) for f in data["functions"]))
f, = [f for f in data["functions"] if f["name"] == "f"]
print(fields(f), f["calls"], f["line"])
for line in f["lines"]:
    print(line["line"], line["executions"], line["source"])
line, = [line for line in f["lines"] if line["line"] == 4]
for site in line["sites"]:
    print(site["column"], site["end_column"], site["source"], site["executions"], site["types"])
print([t for t in data["types"] if t["name"] == "list"][0]["count"] >= 4)
print(data["allocations"] == sum(t["count"] for t in data["types"]))
path = os.path.join(os.environ["TEST_TMP"], "report.txt")
done = subprocess.run([sys.executable, "--debug-perf=" + path, "-c", SOURCE], capture_output=True, text=True)
print(repr(done.stdout), repr(done.stderr), done.returncode)
with open(path) as file:
    text = file.read()
print("(<string>:2)" in text, "`x.real`" in text, "What slows it down" in text)
done = subprocess.run([sys.executable, "--debug-perf=/nonexistent/x", "-c", "print(1)"], capture_output=True, text=True)
print(repr(done.stdout), repr(done.stderr), done.returncode)
