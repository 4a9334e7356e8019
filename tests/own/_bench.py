"""`tauraro bench` from the outside: what it writes, what it answers to errors."""

import json
import os
import subprocess
import sys

FOLDER = os.environ["TEST_TMP"]
NEW, OLD, PICTURE = (os.path.join(FOLDER, name) for name in ("new.json", "old.json", "chart.svg"))
TINY = ["--quick", "micro/fib_iterative"]
ORACLE = "/usr/bin/python3.11"


def bench(*arguments, binary=sys.executable):
    result = subprocess.run([binary, "bench", *arguments], capture_output=True, text=True)
    return result.returncode, result.stdout.splitlines(), result.stderr.splitlines()


def check(condition, *what):
    if not condition:
        print("FAILED:", *what)


def first_run():
    code, out, err = bench(*TINY, "--against", ORACLE, "--json", OLD, "--svg", PICTURE)
    check(code == 0 and not err, code, err)
    check(out[1] == "python3.11: " + ORACLE, out)
    row = [line.split() for line in out if line.startswith("  fib_iterative")][0]
    check(len(row) == 1 + 2 * 4 + 4 + 1, row)
    check(all(c.endswith("x") for c in row[9:13]) and row[13].endswith("%"), row)
    check(any(line.startswith("best: slower than python3.11 in ") for line in out), out)
    check(any(line.startswith("memory: more than python3.11 in ") for line in out), out)


def shape_of_json():
    with open(OLD, encoding="utf-8") as file:
        data = json.load(file)
    check(data["kind"] == "times 1" and data["processes"] == data["calls"] == 1 and data["small"], data)
    check(data["base"] == "python3.11" and data["failures"] == [], data)
    check(list(data["interpreters"]) == ["tauraro", "python3.11"], data["interpreters"])
    check(data["interpreters"]["python3.11"]["version"].startswith("Python 3.11"), data["interpreters"])
    cells = data["results"]["micro/fib_iterative"]
    for cell in cells.values():
        for figure in "cold", "best", "wall", "user", "cpu", "peak":
            check(len(cell["samples"][figure]) == 1, figure, cell)
            check(cell["median"][figure] == cell["samples"][figure][0], figure, cell)
        check(0 < cell["median"]["best"] <= cell["median"]["cold"] <= cell["median"]["wall"], cell)
    ratio = cells["python3.11"]["median"]["best"] / cells["tauraro"]["median"]["best"]
    for means in data["means"]["tauraro"].values():
        check(abs(means["best"] / ratio - 1) < 1e-9, means, ratio)


def comparison():
    code, out, err = bench(*TINY, "--against", "", "--compare", OLD, "--json", NEW)
    check(code == 0 and not err, code, err)
    check(any(line.startswith(f"Beside {OLD} of ") for line in out), out)
    check([line.split()[:2] for line in out].count(["then", "now"]) == 1, out)
    code, out, err = bench("fib_iterative", "--compare", OLD)
    check(code == 2 and not out and len(err) == 1 and "was measured with" in err[0], code, out, err)
    code, out, err = bench(*TINY, "--builds", f"{sys.executable},{sys.executable}", "--repeat", "2")
    check(code == 0 and not err, code, err)
    check(out[0] == "A: " + sys.executable and out[1] == "B: " + sys.executable, out)
    check(any(line.startswith("best, slower beyond the noise: ") for line in out), out)


def failures():
    code, out, err = bench(*TINY, "--against", "/bin/false")
    check(code == 1 and "failed: false micro/fib_iterative: exit code 1" in out, code, out, err)
    code, out, err = bench(*TINY, "--against", "/bin/true")
    check(code == 1 and any("does not report a checked result" in line for line in out), code, out, err)
    for arguments, text in ((["--svg", PICTURE, "--against", ""], "a chart needs"),
                            (["--json", os.path.join(FOLDER, "none", "x.json")], "cannot write into")):
        code, out, err = bench(*TINY, *arguments)
        check(code == 2 and not out and len(err) == 1 and text in err[0], code, out, err)
    with open(NEW, "w", encoding="utf-8") as file:
        file.write("{}")
    code, out, err = bench(*TINY, "--compare", NEW)
    check(code == 2 and not out and len(err) == 1 and "does not hold measurements" in err[0], code, out, err)
    code, out, err = bench(*TINY, "--compare", os.path.join(FOLDER, "missing"))
    check(code == 2 and not out and len(err) == 1 and "No such file" in err[0], code, out, err)


def elsewhere():
    """A binary with no bench folder near it says so."""
    copy = os.path.join(FOLDER, "tauraro")
    with open(sys.executable, "rb") as source, open(copy, "wb") as target:
        while block := source.read(1 << 20):
            target.write(block)
    os.chmod(copy, 0o700)
    code, out, err = bench("--list", binary=copy)
    check(code == 2 and not out and len(err) == 1 and "no bench/run.py" in err[0], code, out, err)


def picture():
    with open(PICTURE, encoding="utf-8") as file:
        text = file.read()
    check(text.startswith("<svg ") and text.endswith("</svg>\n"), text[:80])
    check(text.count("<rect ") == 2 and ">fib_iterative</text>" in text, text)


def selection():
    code, out, err = bench("--list")
    check(code == 0 and "start-up/bare" in out and "micro/fib_iterative" in out, out)
    check(not any("_" == name.partition("/")[2][:1] for name in out), out)
    for words, expected in ((["fib_iterative"], ["micro/fib_iterative"]),
                            (["fib_*"], ["micro/fib_iterative", "micro/fib_recursive"]),
                            (["micro/*_loop", "b_iter"], ["micro/fib_iterative", "micro/simple_loop",
                                                          "micro/while_loop"]),
                            (["start-up"], ["start-up/bare", "start-up/site"])):
        code, out, err = bench("--list", *words)
        check(code == 0 and out == expected, words, out)
    code, out, err = bench("--help")
    check(code == 0 and out[0].startswith("usage: tauraro bench "), out)


for step in first_run, shape_of_json, picture, comparison, failures, elsewhere, selection:
    step()
    print(step.__name__)
