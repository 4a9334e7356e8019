#!/usr/bin/python3.11
"""Random programs under CPython 3.11 and Tauraro: what they write and how they end must be equal.

    tests/fuzz/run.py [--seeds A-B] [--seconds S] [--modes MODES] [--jobs N]
    tests/fuzz/run.py --program FILE [--modes MODES]      shrinks one program that differs

Modes are those of tests/modes.py.  A program that differs is kept in build/fuzz/ as SEED-MODE.py,
beside it a smaller one that differs as well, which is also printed.
"""

import argparse
import concurrent.futures
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import modes
from generate import program
from shrink import shrink

ORACLE = ["/usr/bin/python3.11", "-S", "-s"]
ORACLE_SECONDS = 5
KEPT = os.path.join(modes.ROOT, "build", "fuzz")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
               "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}


def execute(command, environment, seconds):
    """(exit code or "timeout", standard output, standard error) of a command."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=dict(ENVIRONMENT, **environment), start_new_session=True) as process:
        try:
            out, err = process.communicate(timeout=seconds)
            return process.returncode, out, err
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return "timeout", b"", b""


def oracle(path):
    """What CPython does with a program; None for one that takes too long."""
    result = execute([*ORACLE, path], {}, ORACLE_SECONDS)
    return None if result[0] == "timeout" else result


class Way:
    """A mode for the program with this number; stress follows from the number."""

    def __init__(self, mode, number):
        self.mode = mode
        chosen = modes.MODES[mode]
        self.command = [chosen.binary(), *chosen.options, "-S", "-s"]
        self.environment = chosen.environment_for(number)
        self.seconds = chosen.seconds
        compiles = "--no-jit" not in chosen.options and modes.MODES["nojit"].supported()
        self.interpreted = Way("nojit", number) if compiles else None

    def run(self, path, seconds):
        return execute([*self.command, path], self.environment, seconds)

    def text(self, path):
        """The shell command that does it again."""
        words = [f"{key}={value}" for key, value in self.environment.items()] + [*self.command, path]
        return shlex.join(words).replace(modes.ROOT + "/", "")


def crashed(result):
    return result[0] == "timeout" or result[0] < 0 or result[0] == 99


def first_difference(want, got):
    """Lines that tell where two results part."""
    if want[0] != got[0]:
        yield f"exit code: {want[0]}, got {got[0]}"
    for name, mine, theirs in ("stdout", want[1], got[1]), ("stderr", want[2], got[2]):
        mine, theirs = (text.decode("utf-8", "backslashreplace").splitlines() for text in (mine, theirs))
        for number in range(max(len(mine), len(theirs))):
            left = mine[number] if number < len(mine) else "(end)"
            right = theirs[number] if number < len(theirs) else "(end)"
            if left != right:
                yield f"{name}, line {number + 1}:"
                yield "    expected " + left[:300]
                yield "    got      " + right[:300]
                break


def still_differs(way, bad):
    """A predicate for shrink: the difference is there, a crash stays one, and what the compiler
    got wrong does not become what is another way without it."""
    def holds(text):
        with tempfile.NamedTemporaryFile("w", suffix=".py", dir=KEPT, encoding="utf-8") as file:
            file.write(text)
            file.flush()
            want = oracle(file.name)
            if want is None:
                return False
            seconds = min(20, way.seconds)
            if way.interpreted and way.interpreted.run(file.name, seconds) != want:
                return False
            got = way.run(file.name, seconds)
            return want != got and crashed(got) == crashed(bad)
    return holds


def check(name, number, text, chosen, seconds_to_shrink):
    """Runs one program in all modes.  Returns (whether it counted, lines to print)."""
    path = os.path.join(KEPT, f"{name}-{os.getpid()}.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    report = []
    try:
        want = oracle(path)
        if want is None:
            return False, []
        for mode in chosen:
            way = Way(mode, number)
            got = way.run(path, way.seconds)
            if got != want:
                kept = os.path.join(KEPT, f"{name}-{mode}.py")
                with open(kept, "w", encoding="utf-8") as file:
                    file.write(text)
                report += [f"DIFFERS {mode} {name}", "  repeat: " + way.text(kept)]
                report += ["  " + line for line in first_difference(want, got)]
                if seconds_to_shrink:
                    small = shrink(text, still_differs(way, got), seconds_to_shrink)
                    with open(kept[:-3] + "-small.py", "w", encoding="utf-8") as file:
                        file.write(small)
                    report += ["  smaller:"] + ["    | " + line for line in small.splitlines()]
                break
    finally:
        os.unlink(path)
    return True, report


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0], epilog=__doc__.partition("\n\n")[2],
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--seeds", default="1-200", metavar="A-B", help="which programs (%(default)s)")
    add("--seconds", type=float, default=0, metavar="S", help="stop after this time, whatever the seeds; with it "
        "the seeds go on without end")
    add("--jobs", type=int, default=os.cpu_count() or 2)
    add("--modes", default="release", help="comma-separated: %s, nopass" % ", ".join(modes.MODES))
    add("--shrink", type=float, default=60, metavar="S", help="seconds to spend on making one smaller (%(default)g)")
    add("--program", metavar="FILE", help="check this program instead (stress as with the first seed)")
    add("--keep-going", type=int, default=5, metavar="N", help="stop after N that differ (%(default)s)")
    return parser.parse_args()


def main():
    options = parse_arguments()
    try:
        chosen = [name for name in modes.expand(options.modes.split(",")) if modes.MODES[name].supported()]
    except (KeyError, FileNotFoundError) as error:
        sys.exit(f"tests/fuzz/run.py: no mode or executable {error}")
    os.makedirs(KEPT, exist_ok=True)
    first, _, last = options.seeds.partition("-")
    first, last = int(first), int(last or first)
    if options.program:
        with open(options.program, encoding="utf-8") as file:
            _, report = check(os.path.basename(options.program)[:-3], first, file.read(), chosen, options.shrink)
        print("\n".join(report) or "no difference")
        return 1 if report else 0

    seed = first
    end = time.monotonic() + options.seconds if options.seconds else None
    ran = skipped = differing = 0

    def one(number):
        return check(str(number), number, program(number), chosen, options.shrink)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = set()
        while running or seed <= last or end:
            over = (end and time.monotonic() > end) or differing >= options.keep_going
            while not over and len(running) < options.jobs and (seed <= last or end):
                running.add(pool.submit(one, seed))
                seed += 1
            if not running:
                break
            done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                counted, report = future.result()
                ran += counted
                skipped += not counted
                if report:
                    differing += 1
                    print("\n".join(report), flush=True)
    print(f"{ran} programs in {', '.join(chosen)}: {differing} differ"
          + (f"; {skipped} took too long for the oracle" if skipped else "") + f"; last seed {seed - 1}")
    return 1 if differing or not ran else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
