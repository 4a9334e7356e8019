"""Functions of modules that come from the cache of compiled modules are watched
like others: their instructions arrive when they are first called."""
import json
import os
import subprocess
import sys

folder = os.environ["TEST_TMP"]
with open(os.path.join(folder, "cached_module.py"), "w") as file:
    file.write("def f(x):\n    y = x + 1\n    for z in (x, y):\n        y += z\n    return y\n")
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("import cached_module\nfor i in range(20):\n    cached_module.f(i)\n")
for attempt in range(2):
    done = subprocess.run([sys.executable, "--debug-perf=json", "program.py"], cwd=folder, capture_output=True,
                          text=True)
    data = json.loads(done.stderr)
    for function in data["functions"]:
        if function["name"] == "f":
            print(function["calls"], [(line["line"], line["executions"]) for line in function["lines"]])
