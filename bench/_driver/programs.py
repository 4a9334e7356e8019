"""Which programs and which interpreters there are to measure."""

import fnmatch
import os
import sys

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BASE = "python3.11"
# What is compared with when nobody says otherwise, as far as it is installed.
USUAL = (BASE, "pypy3")


# Programs that are no files: what an interpreter costs before it does anything,
# with and without what site.py does.
STARTUP = {"start-up/bare": ["-S", "-E", "-c"], "start-up/site": ["-c"]}


class UsageError(Exception):
    """Something asked for that does not exist; the text is for the user."""


def all_programs():
    """Names family/program in order.  Names that start with _ are no programs."""
    found = list(STARTUP)
    for family in sorted(os.listdir(BENCH)):
        folder = os.path.join(BENCH, family)
        if family[0] in "._" or not os.path.isdir(folder):
            continue
        found += sorted(f"{family}/{entry[:-3]}" for entry in os.listdir(folder)
                        if entry.endswith(".py") and entry[0] != "_")
    return found


def path_of(program):
    return os.path.join(BENCH, program + ".py")


def family_of(program):
    return program.partition("/")[0]


def matches(program, word):
    family, _, name = program.partition("/")
    return (word in (family, name, program) or fnmatch.fnmatchcase(name, word)
            or fnmatch.fnmatchcase(program, word))


def select(words):
    """The programs that words name: families, programs, patterns with * and ?,
    or, where nothing is called so, parts of names.  No words: all."""
    programs = all_programs()
    if not words:
        return programs
    chosen = set()
    for word in words:
        hits = ([p for p in programs if matches(p, word)]
                or [p for p in programs if word in p])
        if not hits:
            raise UsageError(f"no program is called {word}")
        chosen.update(hits)
    return [p for p in programs if p in chosen]


def find_executable(name):
    """The path of an interpreter given by name or path, or None.

    A Python of the system goes before others of its name in PATH: those may
    be built differently, and figures beside them mean something else.
    """
    if "/" in name:
        candidates = [os.path.abspath(name)]
    else:
        folders = ["/usr/bin"] + os.environ.get("PATH", "").split(":")
        candidates = [os.path.join(folder, name) for folder in folders if folder]
    for path in candidates:
        if os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    return None


def need_executable(name):
    path = find_executable(name)
    if not path:
        raise UsageError(f"no interpreter {name} here")
    return path


def this_tauraro():
    """The Tauraro that runs this, or the one built beside it."""
    if sys.implementation.name == "tauraro":
        return sys.executable
    return need_executable(os.path.join(os.path.dirname(BENCH), "build", "release", "tauraro"))


def builds(pair):
    """{"A": path, "B": path} from "A,B"."""
    return {label: need_executable(name) for label, name in zip("AB", pair.split(","))}


def interpreters(against):
    """{label: path}, Tauraro first, then those of against (comma-separated;
    None: the usual ones that are installed).  The label is the last part of
    the name, the whole name where that would be taken."""
    found = {"tauraro": this_tauraro()}
    if against is None:
        names = [name for name in USUAL if find_executable(name)]
    else:
        names = [name for name in against.split(",") if name]
    for name in names:
        label = os.path.basename(name)
        found[name if label in found else label] = need_executable(name)
    return found


def exit_with(main):
    """Ends the process with what main returns; an error of use is one line."""
    try:
        status = main()
    except UsageError as error:
        print(f"tauraro bench: {error}", file=sys.stderr)
        status = 2
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
