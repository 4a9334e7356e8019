"""Compares the errors for wrong programs with the oracle's.

usage: compare_errors.py DRIVER [--mutate SEED COUNT FILE...]

Without --mutate, the snippets of error_cases.txt: separated by lines of
"----", optionally "---- single" or "---- eval" for the mode and with "bytes"
for a source that is bytes. With it, COUNT random mutations of statements taken
from the files.
"""
import ast
import os
import random
import re
import subprocess
import sys
import tokenize
import warnings

sys.path.insert(0, os.path.dirname(__file__))
import compare_ast

MODES = {"exec": "f", "single": "s", "eval": "e", "incomplete": "i", "warnings": "w"}
# Raised by later stages in an implementation that has them.
LATER = ("'return' outside", "'yield' outside", "'await' outside", "duplicate argument",
         "is parameter and", "nonlocal declaration not allowed")


def oracle_warnings(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<f>", "exec")
        except SyntaxError:
            return None
    return " ".join("%s:%d:%s" % (w.category.__name__, w.lineno, compare_ast.text(str(w.message))) for w in caught
                    if not re.search("perhaps you missed|assertion is always|with a literal", str(w.message)))


def oracle(source, mode):
    if mode == "warnings":
        result = oracle_warnings(source)
        return "RecursionError" if result is None else " ".join(sorted(set(result.split(" ")))) + " ok"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if mode == "incomplete":
            try:
                # DONT_IMPLY_DEDENT and ALLOW_INCOMPLETE_INPUT, as codeop has them
                compile(source, "<f>", "single", 0x200 | 0x4000 | ast.PyCF_ONLY_AST)
                return "complete"
            except SyntaxError as error:
                return "incomplete" if error.msg == "incomplete input" else "error"
        try:
            return compare_ast.oracle(source, mode)
        except SyntaxError as error:
            kind = type(error).__name__
            fields = ['"%s"' % kind, compare_ast.text(error.msg)]
            if error.lineno is not None:
                fields += [error.lineno, error.offset, error.end_lineno, error.end_offset]
                fields.append("None" if error.text is None else compare_ast.text(error.text))
            return "(" + ", ".join(map(str, fields)) + ")"
        except (ValueError, MemoryError) as error:
            return '("%s", %s)' % (type(error).__name__, compare_ast.text(str(error)))
        except RecursionError:
            return "RecursionError"


def run(driver, cases):
    """cases: (mode, bytes, is_str); returns the driver's line for each."""
    data = b"".join(
        b"%s %d\n%s" % ((MODES[mode] if is_str else MODES[mode].upper()).encode(), len(source), source)
        for mode, source, is_str in cases)
    result = subprocess.run([driver, "-e"], input=data, capture_output=True, timeout=600)
    lines = result.stdout.decode("ascii").split("\n")
    if result.returncode != 0:
        print("driver failed:", result.returncode, result.stderr.decode()[-3000:])
        n = len(lines) - 1
        print("after case:", cases[n])
        sys.exit(1)
    return lines


def readable(line):
    return re.sub(r"\\([0-9a-f]{2})", lambda m: "\\n" if m[1] == "0a" else chr(int(m[1], 16)), line)


def compare(driver, cases, limit=40):
    bad = shown = 0
    for case, actual in zip(cases, run(driver, cases)):
        mode, source, is_str = case
        expected = oracle(source.decode() if is_str else source, mode)
        if mode == "warnings":
            actual = " ".join(sorted(set(actual.split(" ")[:-1]))) + " " + actual.split(" ")[-1]
            if actual.strip() == "ok" and expected.strip() == "ok":
                continue
        actual = compare_ast.normalise_big(actual)
        if expected == "RecursionError" or actual == expected:
            continue
        bad += 1
        if shown < limit:
            shown += 1
            print("%s %r\n  ours   %s\n  oracle %s"
                  % (mode, source if len(source) < 600 else source[:600], readable(actual)[:500], readable(expected)[:500]))
    print("%d cases, %d differ" % (len(cases), bad))
    return bad


def listed_cases():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "error_cases.txt")
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    for part in re.split(r"^(?=----)", text, flags=re.M):
        if not part.startswith("----"):
            continue
        head, _, body = part.partition("\n")
        words = head.split()[1:]
        mode = next((w for w in words if w in MODES), "exec")
        body = body[:-1] if "chop" in words or body.endswith("\n") else body
        if "escaped" in words:
            source = body.encode("ascii").decode("unicode_escape").encode("latin-1" if "bytes" in words else "utf-8")
        else:
            source = body.encode()
        yield mode, source, "bytes" not in words


def statements(path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        text = source.decode()
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    lines = text.splitlines(True)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.end_lineno - node.lineno < 12:
            chunk = lines[node.lineno - 1:node.end_lineno]
            indent = re.match(r"[ \t]*", chunk[0]).group()
            if "\\N{" not in "".join(chunk) and all(line.startswith(indent) or not line.strip() for line in chunk):
                yield "".join(line[len(indent):] or "\n" for line in chunk)


EXTRA = ["(", ")", "[", "]", "{", "}", ",", ":", ";", ".", "=", "==", ":=", "*", "**", "/", "-", "->", "@", "+=",
         "if", "else", "for", "in", "is", "not", "lambda", "def", "class", "import", "from", "as", "with", "try",
         "except", "finally", "return", "yield", "await", "async", "print", "x", "1", "0x", "1a", "012", "'s'", "f'{a}'",
         "f'{a b}'", "None", "True", "match", "case", "_", "del", "while", "raise", "pass", "$", "?", "!", "\\", "\n",
         "\n  ", "'", '"""', "...", "elif", "global", "b'x'", "~", "<", "|", "and", "or", "é", "“"]


def mutate(source, rng):
    try:
        pieces = re.findall(r"\s+|\w+|'[^'\n]*'|\"[^\"\n]*\"|[^\w\s]", source)
    except Exception:
        return source
    if not pieces:
        return source
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        i = rng.randrange(len(pieces))
        action = rng.randrange(5)
        if action == 0:
            del pieces[i]
        elif action == 1:
            pieces.insert(i, rng.choice(EXTRA))
        elif action == 2:
            pieces[i] = rng.choice(EXTRA)
        elif action == 3:
            j = rng.randrange(len(pieces))
            pieces[i], pieces[j] = pieces[j], pieces[i]
        else:
            pieces.insert(i, " " + rng.choice(EXTRA) + " ")
        if not pieces:
            break
    return "".join(pieces)


def mutations(seed, count, paths):
    rng = random.Random(seed)
    pool = []
    for path in paths:
        pool.extend(statements(path))
    cases = []
    while len(cases) < count:
        source = mutate(rng.choice(pool), rng)
        if rng.random() < 0.2:
            source = "if x:\n" + "".join("    " + line for line in source.splitlines(True)) + "\n" + rng.choice(pool)
        mode = rng.choice(("exec",) * 8 + ("single", "eval", "incomplete", "warnings"))
        if mode == "incomplete":
            source = source[:rng.randrange(len(source) + 1)] + rng.choice(("", "\n"))
        if "\0" in source:
            continue
        try:
            cases.append((mode, source.encode(), mode in ("incomplete", "warnings") or rng.random() < 0.8))
        except UnicodeEncodeError:
            pass
    return cases


def main():
    sys.setrecursionlimit(6000)
    driver = sys.argv[1]
    if len(sys.argv) > 2:
        seed, count, paths = int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]
        cases = mutations(seed, count, paths)
    else:
        cases = list(listed_cases())
    return compare(driver, cases) > 0


if __name__ == "__main__":
    sys.exit(main())
