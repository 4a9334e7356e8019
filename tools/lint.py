#!/usr/bin/python3.11
"""Small checks that compilers do not make.

 - text: no tabs in C, no trailing blanks, a newline at the end, no CR;
 - C: no line above 150 columns, headers guarded with #pragma once or #ifndef;
 - Python (tests, tools, examples, bench): it compiles, unless its name starts
   with "bad" or "broken", or it lies in a folder that is about syntax errors;
 - scripts: sh -n accepts them.
"""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = ("src", "include", "tests", "tools", "examples", "bench", "docs", ".ci")
FREE_TEXT = ("tests/lang/",)  # sources there probe odd text on purpose
LONGEST_LINE = 150  # what clang-format leaves alone: tables, long strings
# Sources that are not to compile.
SYNTAX_ERRORS = ("tests/lang/syntax_errors/", "tests/lang/lexer/", "tests/lang/imports/")


def check(path, name):
    with open(path, "rb") as file:
        data = file.read()
    if b"\0" in data:
        return
    c_source = name.endswith((".c", ".h", ".inc", ".def"))
    if not name.startswith(FREE_TEXT):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            yield 0, "not UTF-8"
            return
        if data and not data.endswith(b"\n"):
            yield text.count("\n") + 1, "no newline at the end"
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip() and not name.endswith(".txt"):
                yield number, "trailing blanks"
            if c_source and "\t" in line:
                yield number, "tab"
            if name.endswith((".c", ".h", ".inc")) and not name.endswith("tables.inc") and len(line) > LONGEST_LINE:
                yield number, f"{len(line)} columns"
        if name.endswith(".h") and not name.endswith("_template.h") and "#pragma once" not in text and "#ifndef" not in text:
            yield 1, "no include guard"
    meant_broken = os.path.basename(name).lstrip("_").startswith(("bad", "broken"))
    if name.endswith(".py") and not meant_broken and not name.startswith(SYNTAX_ERRORS):
        try:
            compile(data, name, "exec", dont_inherit=True)
        except SyntaxError as error:
            yield error.lineno, f"SyntaxError: {error.msg}"
    if name.endswith(".sh") or name == ".ci/run":
        result = subprocess.run(["sh", "-n", path], capture_output=True, text=True)
        if result.returncode:
            yield 0, result.stderr.strip()


def main():
    import warnings
    warnings.simplefilter("ignore")
    errors = 0
    for top in FOLDERS:
        for folder, folders, files in os.walk(os.path.join(ROOT, top)):
            folders[:] = sorted(f for f in folders if f != "__pycache__")
            for entry in sorted(files):
                path = os.path.join(folder, entry)
                name = os.path.relpath(path, ROOT)
                for number, message in check(path, name):
                    errors += 1
                    print(f"{name}:{number}: {message}")
    print(f"lint: {errors or 'no'} error{'s' if errors != 1 else ''}")
    return 1 if errors else 0


sys.exit(main())
