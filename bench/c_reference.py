#!/usr/bin/python3.11
"""Measures the loops of bench/micro/ beside the same loops in C.

The C programs (bench/_c/micro.c) check integer arithmetic for overflow and are
built with gcc -O2.  Both sides run in turn in processes of their own; of each
the fastest call counts, in processor time.  The last column says how many
times as long as C the loop takes.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _driver import process, programs

SOURCE = os.path.join(programs.BENCH, "_c", "micro.c")
FLAGS = ["-std=gnu17", "-O2", "-Wall", "-Wextra", "-Wshadow", "-Werror"]
TIMEOUT = 120


def parse_arguments():
    parser = argparse.ArgumentParser(prog="bench/c_reference.py", description=__doc__.partition("\n\n")[0],
                                     epilog=__doc__.partition("\n\n")[2],
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="programs of bench/micro; none: all that C has")
    add("--repeat", type=int, default=3, metavar="N", help="processes for each (%(default)s)")
    add("--inner", type=int, default=20, metavar="N", help="calls in one process (%(default)s)")
    add("--options", default="", metavar="TEXT", help="options for Tauraro, such as --no-jit")
    add("--limit", type=float, metavar="RATIO", help="exit with 1 if a program takes longer than this many times C")
    add("--cc", default="gcc", help="the C compiler (%(default)s)")
    return parser.parse_args()


def build(compiler, folder):
    """The path of the built C programs."""
    if not shutil.which(compiler):
        raise programs.UsageError(f"no compiler {compiler} here")
    binary = os.path.join(folder, "micro")
    done = subprocess.run([compiler, *FLAGS, "-o", binary, SOURCE], capture_output=True, text=True)
    if done.returncode:
        raise programs.UsageError(done.stderr.strip() or f"{compiler} failed")
    return binary


def best(command, environment):
    return process.figures_of(process.run(command, environment, TIMEOUT))["best"]


def main():
    options = parse_arguments()
    tauraro = [programs.this_tauraro(), *options.options.split()]
    environment = dict(os.environ, BENCH_REPEAT=str(options.inner), BENCH_CLOCK="cpu", PYTHONHASHSEED="0")
    with tempfile.TemporaryDirectory(prefix="tauraro-c-") as folder:
        binary = build(options.cc, folder)
        known = process.run([binary, "--list"], environment, TIMEOUT).output.split()
        for name in options.names:
            if name not in known:
                raise programs.UsageError(f"C has no program {name}; it has {', '.join(known)}")
        slow = 0
        print(f"{'program':22}{'C':>10}{'tauraro':>12}{'ratio':>9}")
        for name in options.names or known:
            script = programs.path_of("micro/" + name)
            runs = [(best([binary, name], environment), best([*tauraro, script], environment))
                    for _ in range(options.repeat)]
            in_c, ours = (min(side) for side in zip(*runs))
            over = options.limit is not None and ours > in_c * options.limit
            slow += over
            print(f"{name:22}{in_c * 1e3:7.3f} ms{ours * 1e3:9.3f} ms{ours / in_c:9.2f}{' *' if over else ''}", flush=True)
    if slow:
        print(f"* {slow} above {options.limit:g}")
    return 1 if slow else 0


if __name__ == "__main__":
    programs.exit_with(main)
