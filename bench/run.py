#!/usr/bin/python3.11
"""Measures Tauraro beside the other Pythons of the machine.

Each program runs in processes of its own, the interpreters in turn and in
changing order, so that a slow minute of the machine strikes all of them.  Of
the figures the median over the processes counts:

    cold     the first call of the program's function in a fresh process
    best     the fastest of the calls in one process
    wall     the whole process, start-up included
    cpu      the processor time of the whole process, the kernel's part included
    memory   the most memory that the process ever held

Ratios say how many times as fast as CPython an interpreter is; memory is in
percent of CPython's.  A program that fails or computes something wrong is
reported, and the exit code is 1.
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _driver import chart, figures, files, process, programs, report

KIND = "times 1"
TIMEOUT = 60
QUIET_PEAK = ("import sys\nsys.path.insert(0, %r)\nimport _timing\nprint(_timing.peak_memory())"
              % programs.BENCH)


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="tauraro bench", description=__doc__.partition("\n\n")[0], epilog=__doc__.partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="programs, families (see --list), patterns with *; none: all")
    add("--against", metavar="PYTHONS", help="interpreters to compare with, by name or path, comma-separated "
        "(usually: those of %s that are installed)" % ", ".join(programs.USUAL))
    add("--builds", metavar="A,B", help="compare two Tauraro binaries with each other")
    add("--compare", metavar="OLD.json", help="compare with what --json wrote earlier")
    add("--repeat", type=positive, metavar="N", help="processes for each program and interpreter (3; with --builds 5)")
    add("--inner", type=positive, metavar="N", help="calls in one process (5)")
    add("--clock", choices=("wall", "cpu"), default="wall", help="what cold and best are taken with; cpu, "
        "the processor time of the process, for busy machines (wall)")
    add("--quick", action="store_true", help="once, with less work: does everything work?")
    add("--timeout", type=positive, metavar="SECONDS", default=TIMEOUT, help="for one process (%(default)s)")
    add("--json", metavar="FILE", help="write everything that was measured")
    add("--svg", metavar="FILE", help="write a bar chart")
    add("--list", action="store_true", help="only list the programs")
    options = parser.parse_args()
    if options.builds is not None and (options.against is not None or options.compare is not None):
        parser.error("--builds goes with neither --against nor --compare")
    if options.builds is not None and options.builds.count(",") != 1:
        parser.error("--builds takes two binaries: A,B")
    options.repeat = options.repeat or (1 if options.quick else 5 if options.builds else 3)
    options.inner = options.inner or (1 if options.quick else 5)
    return options


def positive(text):
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def run_once(program, path, environment, timeout):
    """The figures of one process, {figure: value}."""
    if program not in programs.STARTUP:
        return process.figures_of(process.run([path, programs.path_of(program)], environment, timeout))
    command = [path] + programs.STARTUP[program]
    nothing = process.run(command + ["pass"], environment, timeout)
    result = {"wall": nothing.wall, "user": nothing.user, "cpu": nothing.user + nothing.system}
    said = process.run(command + [QUIET_PEAK], environment, timeout).output.strip()
    if said.isdigit():
        result["peak"] = int(said)
    return result


def measure_all(chosen, interpreters, options):
    """({program: {label: cell}}, {(program, label): Failed})"""
    environment = dict(os.environ, BENCH_REPEAT=str(options.inner), PYTHONHASHSEED="0",
                       BENCH_SMALL="1" if options.quick else "0", BENCH_CLOCK=options.clock)
    results, failures = {}, {}
    for number, program in enumerate(chosen, 1):
        tell(f"{number} of {len(chosen)}: {program}")
        runs = {label: [] for label in interpreters}
        for turn in range(options.repeat):
            order = list(interpreters)
            for label in order if turn % 2 == 0 else reversed(order):
                if (program, label) in failures:
                    continue
                try:
                    runs[label].append(run_once(program, interpreters[label], environment, options.timeout))
                except process.Failed as error:
                    failures[program, label] = error
        results[program] = {label: figures.cell(taken) for label, taken in runs.items()
                            if taken and (program, label) not in failures}
    tell("")
    return results, failures


def tell(text):
    """Progress, for whoever watches."""
    if sys.stderr.isatty():
        print(f"\r{text:60}\r", end="", file=sys.stderr, flush=True)


def version_of(path, environment):
    try:
        return process.run([path, "--version"], environment, 30).output.splitlines()[0]
    except (process.Failed, IndexError):
        return ""


def describe(interpreters):
    return {label: {"path": path, "version": version_of(path, os.environ)}
            for label, path in interpreters.items()}


def write_json(path, options, interpreters, base, results, failures):
    means = {label: figures.all_means(results, label, base)
             for label in interpreters if base and label != base}
    files.write_json(path, KIND, {
        "processes": options.repeat, "calls": options.inner, "small": options.quick, "clock": options.clock,
        "units": "times in seconds, peak in bytes",
        "base": base, "interpreters": describe(interpreters),
        "results": results, "means": means,
        "failures": [{"program": program, "interpreter": label, "error": str(error)}
                     for (program, label), error in failures.items()],
    })


def drift(results, old, base):
    """How many times as fast the machine was when the old figures were taken,
    by the base's best times; 1 if they do not tell."""
    ratios = [figures.ratio(cells.get(base), old["results"].get(program, {}).get(base), "best")
              for program, cells in results.items()]
    return figures.geometric_mean([1 / r for r in ratios if r]) or 1.0


def comparable(old, path, options):
    """Raises UsageError unless older figures mean the same as new ones."""
    for key, mine in ("calls", options.inner), ("small", options.quick), ("clock", options.clock):
        if old.get(key) != mine:
            raise programs.UsageError(f"{path} was measured with {key} = {old.get(key)}, now it is {mine}")


def main():
    options = parse_arguments()
    chosen = programs.select(options.names)
    if options.list:
        print("\n".join(chosen))
        return 0
    old = files.read_json(options.compare, KIND) if options.compare else None
    if old:
        comparable(old, options.compare, options)
    if options.builds:
        interpreters = programs.builds(options.builds)
        subject, base = "B", "A"
    else:
        interpreters = programs.interpreters(options.against)
        subject, *others = interpreters
        base = programs.BASE if programs.BASE in others else (others or [None])[0]
    if options.svg and not base:
        raise programs.UsageError("a chart needs an interpreter to compare with")
    for path in filter(None, (options.json, options.svg)):
        files.check_folder(path)
    results, failures = measure_all(chosen, interpreters, options)

    for label, path in interpreters.items():
        print(f"{label}: {path}")
    print()
    if options.builds:
        report.print_comparison(results, results, subject, base, list(interpreters))
    else:
        report.print_results(results, list(interpreters), base, failures)
        if base:
            report.print_losses(results, subject, base)
    if old:
        factor = drift(results, old, base)
        print(f"\nBeside {options.compare} of {old['when']}, when the machine was {factor:.2f} times as fast "
              f"(taken out of the ratios):")
        report.print_comparison(results, old["results"], subject, subject, ("then", "now"), factor)
    for (program, label), error in failures.items():
        print(f"failed: {label} {program}: {error}")
    if options.json:
        write_json(options.json, options, interpreters, base, results, failures)
    if options.svg:
        files.write(options.svg, chart.draw(results, [label for label in interpreters if label != base], base))
    # That another Python runs out of time is a result, not an error.
    return int(any(label == subject or options.builds or not isinstance(error, process.TookTooLong)
                   for (_, label), error in failures.items()))


if __name__ == "__main__":
    programs.exit_with(main)
