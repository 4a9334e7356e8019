#!/usr/bin/python3.11
"""Runs the test corpus and the unit tests.

    tests/run.py [--mode MODES] [--jobs N] [--list] [PATTERN ...]

Every program tests/lang/<feature>/*.py is run by the oracle, CPython 3.11, and
by Tauraro in each mode; standard output, standard error (traceback text and
all) and the exit code must be equal.  A file x.cmd is a test as well: its text
is the command line that follows the interpreter.  Beside a test `x.py`,

    x.args    arguments, split as a shell would
    x.stdin   standard input (otherwise empty)

tests/jit holds programs of the same kind that are aimed at compiled code.
tests/own holds what CPython has no equal of (options, `dis`, limits): beside
each x.cmd an x.expect with the lines `exit N`, then after `--- stdout` and
`--- stderr` what must be written (a stream that is not named is not compared).
tests/ir/<pass>/*.ir are graphs of the compiler (src/ir/text.h), as they are
before that pass and, after a line `---`, as they must be afterwards; a first
line `; passes: A,B` names others to run than the folder does.  --accept writes
what comes out into the file.

Names that start with "_" and everything in deeper folders are material that
tests import or read.  Tests run in their own folder; $TEST_TMP names an empty
folder of their own.  The oracle's results are kept in build/oracle-cache by
the hash of everything they depend on.

Modes:
    release    build/release/tauraro
    debug      build/debug/tauraro, with its verifiers
    gcstress   the debug binary, collecting every few allocations
    asan       build/asan/tauraro, AddressSanitizer and UBSan
    nojit, always, warm, jitverify, deoptstress, randomra, jitgcstress, nopass
               the compiler off, at once, and with what finds its mistakes
               (tests/modes.py); nopass leaves each pass out in turn, and
               nopass=NAME one.  Skipped where the executable has no compiler
    unit       the programs build/debug/unit/test_*, the checks of the parser
               in tests/front, and tests/ir
    unit-asan  the same from build/asan
    all        all of these
    corpus     the corpus itself: the oracle twice, with different hash seeds;
               a test that prints different things is no test

tests/known_failures.txt lists `path [mode] # reason`; such a test is run and
counted as skipped, and one that passes is a failure: the list only shrinks.
"""

import argparse
import concurrent.futures
import difflib
import glob
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from modes import ASAN, MODES, expand

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LANG = os.path.join(ROOT, "tests", "lang")
JIT = os.path.join(ROOT, "tests", "jit")
GRAPHS = os.path.join(ROOT, "tests", "ir")
OWN = os.path.join(ROOT, "tests", "own")
CACHE = os.path.join(ROOT, "build", "oracle-cache")
KNOWN = os.path.join(ROOT, "tests", "known_failures.txt")
ORACLE = "/usr/bin/python3.11"

UNIT_MODES = {"unit": ("debug", {}, 120), "unit-asan": ("asan", ASAN, 300)}
ALL = [*MODES, "nopass", *UNIT_MODES]

# Checks that drive a program of ours from a script: {build} is its folder.
FRONT = "tests/front/"
# What takes long where everything is slower: --quick leaves it out.
LONG = {"tests/lang/" + name for name in (
    "exceptions/recursion_errors_1.py", "gc_/churn.py", "gc_/deep_structures.py",
    "re_/stress.py", "re_engine/unicode_case.py", "str/predicates_sweep.py",
    "dict/big.py", "dict/deletion_heavy.py")}
# The driver has no Unicode database behind it: no \N{} and no normalised names.
UNICODE_SOURCES = {"str/escapes.py", "syntax/strings_concat.py", "syntax/unicode_identifiers.py"}
SOURCES = sorted(path for path in glob.glob(os.path.join(LANG, "*", "*.py"))
                 if os.path.relpath(path, LANG) not in UNICODE_SOURCES)
CHECKS = {
    FRONT + "compare_ast.py": ["{build}/front/dump_ast", "examples", "bench", *SOURCES],
    FRONT + "compare_errors.py": ["{build}/front/dump_ast"],
    FRONT + "fuzz_parser.py": ["{build}/front/dump_ast", "1", "200", "tests/run.py",
                               "tests/lang/syntax/statements_misc.py",
                               "tests/lang/str/fstrings.py"],
    "tests/ir/fuzz_build.c": ["{build}/ir/fuzz_build", *SOURCES],
}


class Test:
    """One program: how to run it and what its oracle result depends on."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.relpath(path, ROOT)
        self.folder = os.path.dirname(path)
        stem, kind = os.path.splitext(path)
        self.arguments = [os.path.basename(path)]
        if kind == ".cmd":
            self.arguments = shlex.split(read_text(path))
        elif os.path.exists(stem + ".args"):
            self.arguments += shlex.split(read_text(stem + ".args"))
        self.stdin = b""
        if os.path.exists(stem + ".stdin"):
            with open(stem + ".stdin", "rb") as file:
                self.stdin = file.read()

    def key(self, material):
        digest = hashlib.sha256()
        for part in (ORACLE_ID, self.path, repr(self.arguments), material):
            digest.update(part.encode() + b"\0")
        digest.update(self.stdin + b"\0")
        with open(self.path, "rb") as file:
            digest.update(file.read())
        if self.path.endswith(".cmd"):
            for argument in self.arguments:
                script = os.path.join(self.folder, argument)
                if os.path.isfile(script):
                    with open(script, "rb") as file:
                        digest.update(file.read())
        return digest.hexdigest()


def oracle_id():
    status = os.stat(ORACLE)
    return f"{status.st_size} {status.st_mtime_ns} {ORACLE_FLAGS}"


ORACLE_FLAGS = ["-S", "-s"]
ORACLE_ID = oracle_id()


def read_text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def find_tests():
    tests = []
    for folder in [os.path.join(LANG, name) for name in sorted(os.listdir(LANG))] + [JIT, OWN]:
        if not os.path.isdir(folder):
            continue
        for entry in sorted(os.listdir(folder)):
            if entry.endswith((".py", ".cmd")) and not entry.startswith("_"):
                tests.append(Test(os.path.join(folder, entry)))
    return tests


def find_units():
    folder = os.path.join(ROOT, "tests", "unit")
    if not os.path.isdir(folder):
        return []
    graphs = sorted(glob.glob(os.path.join(GRAPHS, "*", "*.ir")))
    return sorted("tests/unit/" + entry for entry in os.listdir(folder)
                  if entry.startswith("test_") and entry.endswith(".c")) + \
        list(CHECKS) + [os.path.relpath(path, ROOT) for path in graphs]


def material_hash(folder, memo={}):
    """Hashes the files of a feature folder that are not tests themselves."""
    if folder not in memo:
        digest = hashlib.sha256()
        for directory, folders, files in os.walk(folder):
            folders.sort()
            if "__pycache__" in folders:
                folders.remove("__pycache__")
            for entry in sorted(files):
                if directory == folder and not entry.startswith("_"):
                    if entry.endswith((".py", ".cmd", ".args", ".stdin")):
                        continue
                path = os.path.join(directory, entry)
                digest.update(path.encode() + b"\0")
                with open(path, "rb") as file:
                    digest.update(file.read())
        memo[folder] = digest.hexdigest()
    return memo[folder]


def base_environment():
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "80",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
    }


def execute(command, folder, stdin, environment, seconds):
    """Runs a command; the result is {code, out, err}, with code "timeout"."""
    scratch = tempfile.mkdtemp(prefix="tauraro-test-")
    environment = dict(environment, TEST_TMP=scratch)
    try:
        process = subprocess.Popen(command, cwd=folder, env=environment,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True)
        try:
            out, err = process.communicate(stdin, timeout=seconds)
            code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            code = "timeout"
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if code == -signal.SIGINT:
        code = 128 + signal.SIGINT  # what a shell sees, however it came about
    return {"code": code, "out": out.decode("utf-8", "backslashreplace"),
            "err": err.decode("utf-8", "backslashreplace")}


def run_oracle(test, **extra):
    return execute([ORACLE, *ORACLE_FLAGS, *test.arguments], test.folder, test.stdin,
                   dict(base_environment(), **extra), 60)


locks = {}
locks_guard = threading.Lock()


def expected(test):
    """The oracle's result, from the cache when nothing has changed."""
    path = os.path.join(CACHE, test.key(material_hash(test.folder)) + ".json")
    with locks_guard:
        lock = locks.setdefault(path, threading.Lock())
    with lock:
        if os.path.exists(path):
            try:
                return json.loads(read_text(path))
            except ValueError:
                pass
        result = run_oracle(test)
        partial = f"{path}.{os.getpid()}"
        with open(partial, "w", encoding="utf-8") as file:
            json.dump(result, file)
        os.replace(partial, path)
        return result


def code_name(code):
    if code == "timeout":
        return "timeout"
    if code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            pass
    return str(code)


def short_diff(name, want, got):
    lines = list(difflib.unified_diff(
        want.splitlines(), got.splitlines(), "expected " + name, "got", "", "", 1, ""))
    shown = [line if len(line) < 200 else line[:197] + "..." for line in lines[:24]]
    if len(lines) > len(shown):
        shown.append(f"... {len(lines) - len(shown)} more lines")
    return shown


def without_program_name(text):
    """Messages of the program itself start with its name."""
    return re.sub(rf"^({re.escape(ORACLE)}|(\S*/)?tauraro): ", "PROGRAM: ", text, flags=re.M)


def compare(want, got):
    """What differs, as lines to print; nothing when the results are equal."""
    report = []
    if want["code"] != got["code"]:
        report.append(f"exit code: expected {code_name(want['code'])}, "
                      f"got {code_name(got['code'])}")
    for stream, name in ("out", "stdout"), ("err", "stderr"):
        if want[stream] is not None and want[stream] != got[stream]:
            report += short_diff(name, want[stream], got[stream])
    return report


def own_expectation(test):
    """What an .expect file says; a stream that it does not name is None."""
    text = read_text(os.path.splitext(test.path)[0] + ".expect")
    first, *parts = re.split(r"^--- (stdout|stderr)\n", text, flags=re.M)
    streams = dict(zip(parts[::2], parts[1::2]))
    return {"code": int(first.split()[1]), "out": streams.get("stdout"),
            "err": streams.get("stderr")}


def bytecode_cache(build):
    return os.path.join(ROOT, "build", build, "bytecode-cache")


# What tests import of the standard library.
LIBRARY = ("collections.abc, traceback, functools, types, os, random, io, copy, warnings, operator, enum, "
           "dataclasses, abc, typing, struct, json, heapq, weakref, unittest, string, pickle, inspect, importlib, "
           "bisect, ast, tokenize, textwrap, tempfile, pprint, pathlib, numbers, contextlib, subprocess, datetime, "
           "decimal, fractions, statistics, threading, argparse, logging, re")


def fill_bytecode_cache(build):
    """Compiles what tests import of the standard library once for all of them; so they also
    run code that comes from the cache."""
    shutil.rmtree(bytecode_cache(build), ignore_errors=True)
    environment = dict(base_environment(), XDG_CACHE_HOME=bytecode_cache(build), **ASAN)
    del environment["PYTHONDONTWRITEBYTECODE"]
    execute([os.path.join(ROOT, "build", build, "tauraro"), "-c", "import " + LIBRARY], ROOT, b"",
            environment, 120)


def run_lang(mode, test):
    chosen = MODES[mode]
    want = own_expectation(test) if test.folder == OWN else expected(test)
    if want["code"] == "timeout":
        return ["the oracle itself timed out"]
    flags = [] if test.path.startswith(OWN) else ORACLE_FLAGS
    command = [*chosen.wrapper, chosen.binary(), *chosen.options, *flags, *test.arguments]
    got = execute(command, test.folder, test.stdin,
                  dict(base_environment(), XDG_CACHE_HOME=bytecode_cache(chosen.build), **chosen.environment),
                  chosen.seconds * options.slow)
    if test.folder != OWN:
        want = dict(want, err=without_program_name(want["err"]))
        got["err"] = without_program_name(got["err"])
    return compare(want, got)


def run_corpus(test):
    first = run_oracle(test, PYTHONHASHSEED="1")
    second = run_oracle(test, PYTHONHASHSEED="2")
    report = compare(first, second)
    for pattern in (r"\bat 0x[0-9a-f]{6,}", r"/tauraro-test-"):
        match = re.search(pattern, first["out"] + first["err"])
        if match:
            report.append("prints " + match.group())
    if first["code"] == "timeout":
        report.append("timeout")
    return report


def run_graph(mode, name):
    """Runs the passes on a graph of tests/ir and compares."""
    build, extra, seconds = UNIT_MODES[mode]
    path = os.path.join(ROOT, name)
    before, dashes, after = read_text(path).partition("\n---\n")
    named = re.match(r"; passes: (\S+)\n", before)
    passes = named.group(1) if named else os.path.basename(os.path.dirname(path))
    driver = os.path.join(ROOT, "build", build, "ir", "run_pass")
    if not os.path.exists(driver):
        return [f"not built: make BUILD={build} unit"]
    got = execute([driver, passes, path], ROOT, b"", dict(base_environment(), **extra), seconds * options.slow)
    if got["code"] == 0 and options.accept and got["out"] != after:
        with open(path, "w", encoding="utf-8") as file:
            file.write(before.rstrip("\n") + "\n---\n" + got["out"])
        return []
    return compare({"code": 0, "out": after, "err": ""}, got)


def run_unit(mode, name):
    if name.endswith(".ir"):
        return run_graph(mode, name)
    build, extra, seconds = UNIT_MODES[mode]
    folder = os.path.join(ROOT, "build", build)
    if name in CHECKS:
        command = [word.format(build=folder) for word in CHECKS[name]]
        program = command[0]
        if name.endswith(".py"):
            command = [ORACLE, os.path.join(ROOT, name)] + command
    else:
        program = os.path.join(folder, "unit", os.path.basename(name)[:-2])
        command = [program]
    if not os.path.exists(program):
        return [f"not built: make BUILD={build} unit"]
    got = execute(command, ROOT, b"", dict(base_environment(), **extra),
                  seconds * options.slow)
    if got["code"] == 0:
        return []
    return [f"exit code {code_name(got['code'])}"] + (got["out"] + got["err"]).splitlines()[-24:]


def run_one(mode, item):
    try:
        if mode in UNIT_MODES:
            return run_unit(mode, item)
        if mode == "corpus":
            return run_corpus(item)
        return run_lang(mode, item)
    except OSError as error:
        return [str(error)]


def known_failures():
    """{(path, mode or None): reason}"""
    known = {}
    if os.path.exists(KNOWN):
        for number, line in enumerate(read_text(KNOWN).splitlines(), 1):
            entry, _, reason = line.partition("#")
            words = entry.split()
            if not words:
                continue
            if len(words) > 2 or not reason.strip():
                sys.exit(f"{KNOWN}:{number}: want `path [mode] # reason`")
            known[words[0], words[1] if len(words) == 2 else None] = reason.strip()
    return known


def parse_options():
    parser = argparse.ArgumentParser(
        description="Runs the test corpus under Tauraro and compares with CPython 3.11.")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN",
                        help="files, folders, or parts of test names (default: all)")
    parser.add_argument("--mode", default="release,unit",
                        help="comma-separated: " + ", ".join(ALL) + ", all, corpus")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--slow", type=float, default=1.0, metavar="FACTOR",
                        help="multiply the time allowed")
    parser.add_argument("--quick", action="store_true", help="leave the longest programs out")
    parser.add_argument("--accept", action="store_true", help="rewrite what .ir tests expect")
    parser.add_argument("--list", action="store_true", help="name the tests, run nothing")
    parser.add_argument("--times", action="store_true", help="name the slowest tests at the end")
    parser.add_argument("--brief", action="store_true", help="name failures, no diffs")
    return parser.parse_args()


def selected(name, patterns):
    if not patterns:
        return True
    full = os.path.join(ROOT, name)
    for pattern in patterns:
        path = os.path.abspath(pattern)
        if full == path or full.startswith(path.rstrip("/") + "/"):
            return True
        if not os.path.exists(path) and pattern in name:
            return True
    return False


def chosen_modes():
    """The modes asked for that can run, expanded; says which cannot."""
    found = []
    for mode in expand(ALL if options.mode == "all" else options.mode.split(",")):
        if mode not in MODES and mode not in UNIT_MODES and mode != "corpus":
            sys.exit(f"tests/run.py: no mode {mode!r}")
        if mode in MODES and not options.list:
            if not os.path.exists(MODES[mode].binary()):
                sys.exit(f"tests/run.py: {os.path.relpath(MODES[mode].binary(), ROOT)} is missing: "
                         f"make BUILD={MODES[mode].build}")
            if not MODES[mode].supported():
                print(f"mode {mode} left out: the executable does not take {' '.join(MODES[mode].options)}")
                continue
        found.append(mode)
    return found


def main():
    # Shells start what is to run in the background with SIGINT ignored, and programs inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    modes = chosen_modes()
    os.makedirs(CACHE, exist_ok=True)

    tests = [test for test in find_tests() if selected(test.name, options.patterns)
             and not (options.quick and test.name in LONG)]
    units = [unit for unit in find_units() if selected(unit, options.patterns)]
    work = []
    for mode in modes:
        for item in units if mode in UNIT_MODES else tests:
            if isinstance(item, Test):
                # Memory is measured where nothing else keeps any; what is said of the
                # interpreter's inside holds where it runs.
                if item.folder == OWN and (mode == "corpus" or MODES[mode].options or
                                           mode != "release" and "/memory_" in item.name):
                    continue
                if mode != "corpus" and MODES[mode].jit_tests_only and item.folder != JIT:
                    continue
            name = item.name if isinstance(item, Test) else item
            work.append((mode, name, item))
    if not options.list:
        for build in {MODES[mode].build for mode, _, _ in work if mode in MODES}:
            fill_bytecode_cache(build)
    if options.list:
        for name in dict.fromkeys(name for _, name, _ in work):
            print(name)
        return 0

    known = known_failures()
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    times = []
    show_progress = sys.stderr.isatty()

    def timed(mode, item):
        start = time.monotonic()
        return run_one(mode, item), time.monotonic() - start

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        futures = {pool.submit(timed, mode, item): (mode, name) for mode, name, item in work}
        for done, future in enumerate(concurrent.futures.as_completed(futures), 1):
            mode, name = futures[future]
            report, seconds = future.result()
            times.append((seconds, mode, name))
            is_known = (name, None) in known or (name, mode) in known
            if is_known and report:
                counts["skipped"] += 1
            elif is_known:
                counts["failed"] += 1
                print(f"FAIL {mode} {name}: passes, so take it off tests/known_failures.txt")
            elif not report:
                counts["passed"] += 1
            else:
                counts["failed"] += 1
                print(f"FAIL {mode} {name}")
                if not options.brief:
                    for line in report:
                        print("    " + line)
                    print(f"    repeat: tests/run.py --mode {mode} {name}")
                sys.stdout.flush()
            if show_progress:
                print(f"\r{done}/{len(work)}", end="", file=sys.stderr)
    if show_progress:
        print("\r" + " " * 20 + "\r", end="", file=sys.stderr)

    if options.times:
        for seconds, mode, name in sorted(times, reverse=True)[:20]:
            print(f"{seconds:7.2f} s  {mode} {name}")
    summary = f"{counts['passed']} passed, {counts['failed']} failed"
    if counts["skipped"]:
        summary += f", {counts['skipped']} skipped"
    print(summary)
    return 1 if counts["failed"] or not work else 0


options = parse_options()
if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
