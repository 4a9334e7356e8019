#!/usr/bin/python3.11
"""Counts the machine instructions that Tauraro executes for each program.

Unlike times, counts are the same on a busy machine: to better than one in
10,000 from run to run, so that the effect of a change shows at once.  But an
instruction is no time: what misses caches or mispredicts branches costs more
than what does not.

Each program runs once under valgrind, its function called once with the
smaller work if the program knows one.  What starting up costs (a program of
the same form that does nothing) is counted apart and subtracted.  Of
valgrind's tools exp-bbv is the fastest that counts; it takes a repeated string
instruction for one, as processors do.
"""

import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _driver import figures, files, process, programs

KIND = "instructions 1"
TOOL = ["--tool=exp-bbv", "--instr-count-only=yes", "--bb-out-file=/dev/null", "--pc-out-file=/dev/null"]
TOTAL = re.compile(r"^==\d+== #   Total instructions: (\d+)$", re.MULTILINE)  # one for each thread
TIMEOUT = 600
EMPTY = os.path.join(programs.BENCH, "_empty.py")
NAME_WIDTH = 32
START = "start-up"


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="bench/count.py", description=__doc__.partition("\n\n")[0], epilog=__doc__.partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="programs, families, patterns with *; none: all")
    add("--against", metavar="PYTHONS", default="", help="count these interpreters too (comma-separated)")
    add("--builds", metavar="A,B", help="count two Tauraro binaries and compare them")
    add("--compare", metavar="OLD.json", help="compare with what --json wrote earlier")
    add("--json", metavar="FILE", help="write the counts")
    options = parser.parse_args()
    if options.builds is not None and (options.against or options.compare or options.builds.count(",") != 1):
        parser.error("--builds takes two binaries, A,B, and goes with neither --against nor --compare")
    return options


def count(valgrind, interpreter, path):
    """Instructions of one process.  Raises process.Failed."""
    environment = dict(os.environ, BENCH_REPEAT="1", BENCH_SMALL="1", PYTHONHASHSEED="0")
    finished = process.run([valgrind] + TOOL + [interpreter, path], environment, TIMEOUT)
    process.figures_of(finished)
    totals = TOTAL.findall(finished.output)
    if not totals:
        raise process.Failed("valgrind reports no count")
    return sum(map(int, totals))


def millions(number):
    return f"{number / 1e6:.2f} M"


def change(new, old):
    return f"{(new / old - 1) * 100:+.2f}%"


def main():
    options = parse_arguments()
    chosen = [p for p in programs.select(options.names) if p not in programs.STARTUP]
    old = files.read_json(options.compare, KIND)["counts"] if options.compare else None
    valgrind = programs.find_executable("valgrind")
    if not valgrind:
        raise programs.UsageError("counting instructions needs valgrind (a package of that name)")
    interpreters = programs.builds(options.builds) if options.builds else programs.interpreters(options.against)
    *others, subject = list(interpreters) if options.builds else list(interpreters)[::-1]

    for label, path in interpreters.items():
        print(f"{label}: {path}")
    print(f"\n{'millions of instructions':{NAME_WIDTH}}" + "".join(f"{label:>16}" for label in interpreters)
          + "".join(f"{f'to {label}':>14}" for label in others) + (f"{'to then':>14}" if old else ""))
    counts, failures, changes = {}, {}, []
    for program in [START] + chosen:
        counts[program] = row = {}
        path = EMPTY if program == START else programs.path_of(program)
        for label, interpreter in interpreters.items():
            try:
                row[label] = count(valgrind, interpreter, path)
                if program != START:
                    row[label] -= counts[START].get(label, 0)
            except process.Failed as error:
                failures[program, label] = error
        print_row(program, row, interpreters, subject, others, old, changes)
    if changes:
        print(f"{'geometric mean':{NAME_WIDTH}}" + " " * 16 * len(interpreters)
              + f"{change(figures.geometric_mean(changes), 1):>14}")
    for (program, label), error in failures.items():
        print(f"failed: {label} {program}: {error}")
    if options.json:
        files.write_json(options.json, KIND, {"interpreters": interpreters, "counts": counts})
    return 1 if failures else 0


def print_row(program, row, interpreters, subject, others, old, changes):
    """One program's counts, and the subject's beside others and older ones;
    the last of these ratios goes to changes."""
    text = f"{program:{NAME_WIDTH}}" + "".join(f"{millions(row[label]) if label in row else 'failed':>16}"
                                     for label in interpreters)
    references = [row.get(label) for label in others]
    if old:
        references.append(old.get(program, {}).get(subject))
    for reference in references:
        known = reference and row.get(subject)
        text += f"{change(row[subject], reference) if known else '-':>14}"
    if references and known and program != START:
        changes.append(row[subject] / reference)
    print(text, flush=True)


if __name__ == "__main__":
    programs.exit_with(main)
