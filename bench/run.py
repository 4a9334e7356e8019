#!/usr/bin/python3.11
"""Times the micro-benchmarks under Tauraro and every other Python here.

    bench/run.py [--repeat N] [--only NAME,...] [--quick] [--json FILE] [PATTERN ...]

Each program of bench/micro runs in a process of its own, the interpreters in
turn, so that a slow minute of the machine strikes all of them.  Three figures
are taken, of each the median over the processes:

    cold   the first run of the function in a fresh process
    best   the fastest of the runs in one process
    wall   the whole process, start-up included

The table shows best seconds and, for each figure, how many times as fast as
CPython an interpreter is.  A second table has the start-up (a program that
does nothing) and some programs that need much memory, with the peak of each
process.  Everything is also written as JSON.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MICRO = os.path.join(ROOT, "bench", "micro")
BASE = "python3.11"
FIGURES = ("cold", "best", "wall")

# Name and program of what is measured for time and peak memory.
MEMORY = [
    ("start-up", "pass"),
    ("10 MB by +=", "def f():\n  s = ''\n  for i in range(1_000_000): s += '0123456789'\n  return s\nassert len(f()) == 10_000_000"),
    ("20 MB by +=", "def f():\n  s = ''\n  for i in range(2_000_000): s += '0123456789'\n  return s\nassert len(f()) == 20_000_000"),
    ("10 M ints in a list", "a = list(range(10_000_000))\nassert len(a) == 10_000_000"),
    ("10 M floats in a list", "a = [i * 0.5 for i in range(10_000_000)]\nassert a[-1] == 4999999.5"),
    ("10 M appended", "a = []\nfor i in range(10_000_000): a.append(None)\nassert len(a) == 10_000_000"),
    ("10 M ints in a dict", "d = {i: i for i in range(10_000_000)}\nassert len(d) == 10_000_000"),
    ("1 M strings in a dict", "d = {str(i): i for i in range(1_000_000)}\nassert len(d) == 1_000_000"),
    ("1 M instances", "class P:\n  def __init__(s, x, y): s.x, s.y = x, y\n"
                      "a = [P(i, i) for i in range(1_000_000)]\nassert a[5].x == 5"),
]
MEMORY_SECONDS = 30
PEAK_REPORT = """
with open('/proc/self/status') as f:
  for line in f:
    if line.startswith('VmHWM'): print(line.split()[1])
"""
# Start-up is compared without what site.py does.
ISOLATED = {BASE: ["-S", "-E"], "pypy3": ["-S", "-E"]}


def interpreters():
    """Name and command of every Python on this machine, Tauraro first."""
    found = {}
    tauraro = os.path.join(ROOT, "build", "release", "tauraro")
    if os.path.exists(tauraro):
        found["tauraro"] = [tauraro]
    for name in (BASE, "pypy3"):
        path = os.path.join("/usr/bin", name)
        path = path if os.path.exists(path) else shutil.which(name)
        if path:
            found[name] = [path]
    return found


def run(command, program, environment):
    start = time.perf_counter()
    result = subprocess.run(command + [program], cwd=MICRO, env=environment,
                            capture_output=True, text=True, timeout=600)
    wall = time.perf_counter() - start
    if result.returncode:
        raise RuntimeError((result.stdout + result.stderr).strip().splitlines()[-1:]
                           or [f"exit code {result.returncode}"])
    figures = {"wall": wall}
    for line in result.stdout.splitlines():
        key, _, value = line.partition(" ")
        if key in FIGURES:
            figures[key] = float(value)
    return figures


def run_for_memory(command, code):
    """Wall seconds and peak bytes of one process.

    The process reports its own peak: what the kernel tells its parent includes
    the parent's size at the fork.
    """
    figures = {}
    for figure, text in ("wall", code), ("peak", code + PEAK_REPORT):
        start = time.perf_counter()
        try:
            result = subprocess.run(command + ["-c", text], stdin=subprocess.DEVNULL,
                                    capture_output=True, text=True, timeout=MEMORY_SECONDS)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"over {MEMORY_SECONDS} seconds") from None
        figures[figure] = time.perf_counter() - start
        if result.returncode:
            raise RuntimeError(f"exit code {result.returncode}")
    figures["peak"] = int(result.stdout) * 1024
    return figures


def memory_table(commands, repeat, failures):
    result = {}
    print(f"\n{'':<22}" + "".join(f"{name:>26}" for name in commands))
    for label, code in MEMORY:
        result[label] = {}
        row = f"{label:<22}"
        for name, command in commands.items():
            rounds = repeat * 7 if label == "start-up" else 1
            try:
                runs = [run_for_memory(command + ISOLATED.get(name, []), code)
                        for _ in range(rounds)]
            except RuntimeError as error:
                failures[label, name] = str(error)
                row += f"{'failed':>26}"
                continue
            cell = {key: statistics.median(r[key] for r in runs) for key in ("wall", "peak")}
            result[label][name] = cell
            row += f"{seconds(cell['wall']):>14}{cell['peak'] / 2**20:>9.1f} MB"
        print(row)
    return result


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


def seconds(value):
    return f"{value * 1000:9.2f} ms"


def main():
    parser = argparse.ArgumentParser(description="Times the micro-benchmarks.")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN")
    parser.add_argument("--repeat", type=int, default=3, help="processes for each program")
    parser.add_argument("--inner", type=int, default=5, help="runs in one process")
    parser.add_argument("--only", help="interpreters, comma-separated")
    parser.add_argument("--quick", action="store_true", help="once: does everything work?")
    parser.add_argument("--json", default=os.path.join(ROOT, "build", "bench.json"))
    options = parser.parse_args()
    if options.quick:
        options.repeat = options.inner = 1

    commands = interpreters()
    if options.only:
        commands = {n: c for n, c in commands.items() if n in options.only.split(",")}
    programs = sorted(name[:-3] for name in os.listdir(MICRO)
                      if name.endswith(".py") and not name.startswith("_"))
    if options.patterns:
        programs = [p for p in programs if any(q in p for q in options.patterns)]
    if not commands or not programs:
        sys.exit("bench/run.py: nothing to run")
    environment = dict(os.environ, BENCH_REPEAT=str(options.inner), PYTHONHASHSEED="0")

    samples = {p: {n: [] for n in commands} for p in programs}
    failures = {}
    for program in programs:
        for _ in range(options.repeat):
            for name, command in commands.items():
                if (program, name) in failures:
                    continue
                try:
                    samples[program][name].append(run(command, program + ".py", environment))
                except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
                    failures[program, name] = str(error)
        print(f"\r{program:<24}", end="", file=sys.stderr, flush=True)
    print("\r" + " " * 24 + "\r", end="", file=sys.stderr)

    result = {}
    for program in programs:
        result[program] = {
            name: {f: statistics.median(s[f] for s in runs) for f in FIGURES}
            for name, runs in samples[program].items() if runs}

    others = [name for name in commands if name != BASE]
    compare = others if BASE in commands else []
    header = f"{'':<20}" + "".join(f"{name:>14}" for name in commands)
    header += "".join(f"{f'{name} {f}':>15}" for name in compare for f in FIGURES)
    print(header)
    ratios = {(name, f): [] for name in compare for f in FIGURES}
    for program in programs:
        row = f"{program:<20}"
        for name in commands:
            cell = result[program].get(name)
            row += f"{seconds(cell['best']) if cell else 'failed':>14}"
        base = result[program].get(BASE)
        for name in compare:
            cell = result[program].get(name)
            for f in FIGURES:
                if base and cell:
                    ratio = base[f] / cell[f]
                    ratios[name, f].append(ratio)
                    row += f"{ratio:>14.2f}x"
                else:
                    row += f"{'-':>15}"
        print(row)
    if compare:
        row = f"{'geometric mean':<20}" + f"{'':>14}" * len(commands)
        row += "".join(f"{geometric_mean(ratios[name, f]):>14.2f}x"
                       for name in compare for f in FIGURES)
        print(row)
    memory = {}
    if not options.patterns and not options.quick:
        memory = memory_table(commands, options.repeat, failures)
    for (program, name), why in failures.items():
        print(f"failed: {name} {program}: {why}")

    os.makedirs(os.path.dirname(os.path.abspath(options.json)), exist_ok=True)
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump({
            "repeat": options.repeat, "inner": options.inner, "unit": "seconds, median",
            "results": result,
            "memory": memory,
            "speed_up": {f"{name} {f}": geometric_mean(v) for (name, f), v in ratios.items()},
            "failures": {f"{name} {program}": why for (program, name), why in failures.items()},
        }, file, indent=1)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
