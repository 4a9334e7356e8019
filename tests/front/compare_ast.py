"""Parses files with dump_ast and with the oracle's ast module and compares.

usage: compare_ast.py DRIVER FILE_OR_DIRECTORY...
Exit status 1 if any file differs.
"""
import ast
import os
import subprocess
import sys

PLAIN = {i: chr(i) for i in range(0x20, 0x7F)}
PLAIN[0x22] = "\\22"
PLAIN[0x5C] = "\\5c"


def escape(data):
    return '"' + "".join(PLAIN.get(b) or "\\%02x" % b for b in data) + '"'


def text(value):
    return escape(value.encode("utf-8", "surrogatepass"))


def hexfloat(value):
    if value == 0:
        return "0x0p+0"
    if value in (float("inf"), float("nan")):
        return "inf"
    mantissa, exponent = value.hex().split("p")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    if mantissa.startswith("0x0"):  # glibc normalises subnormals differently
        return "0x" + mantissa[2:] + "p" + exponent
    return mantissa + "p" + exponent


def constant(value):
    if value is None or isinstance(value, bool):
        return repr(value)
    if value is Ellipsis:
        return "Ellipsis"
    if isinstance(value, int):
        if value < 2**63:
            return "int %d" % value
        return "big %d" % value
    if isinstance(value, float):
        return "float " + hexfloat(value)
    if isinstance(value, complex):
        return "imag " + hexfloat(value.imag)
    if isinstance(value, str):
        return text(value)
    return "b" + escape(value)


ATTRIBUTES = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def dump(node, out):
    """ast.dump(node, include_attributes=True) with constants in dump_ast's form."""
    if isinstance(node, ast.AST):
        name = type(node).__name__
        out.append(name)
        out.append("(")
        first = True
        for field in node._fields:
            value = getattr(node, field, None)
            if value is None and (name not in ("Constant", "MatchSingleton") or field == "kind"):
                continue
            if not first:
                out.append(", ")
            first = False
            out.append(field + "=")
            if name in ("Constant", "MatchSingleton") and field == "value":
                out.append(constant(value))
            else:
                dump(value, out)
        for attribute in node._attributes:
            if not first:
                out.append(", ")
            first = False
            out.append("%s=%d" % (attribute, getattr(node, attribute)))
        out.append(")")
    elif isinstance(node, list):
        out.append("[")
        for i, item in enumerate(node):
            if i:
                out.append(", ")
            dump(item, out)
        out.append("]")
    elif isinstance(node, str):
        out.append(text(node))
    else:
        out.append(repr(node))


def oracle(source, mode="exec"):
    tree = compile(source, "<f>", mode, ast.PyCF_ONLY_AST)
    out = []
    dump(tree, out)
    return "".join(out)


def normalise_big(line):
    """big BASE:DIGITS -> big VALUE, so that both sides write the value."""
    if "big " not in line:
        return line
    import re
    sys.set_int_max_str_digits(0)
    return re.sub(r"big (\d+):([0-9a-fA-F]+)",
                  lambda m: "big %d" % int(m[2], int(m[1])), line)


def files(arguments):
    for argument in arguments:
        if os.path.isdir(argument):
            for directory, _, names in sorted(os.walk(argument)):
                for name in sorted(names):
                    if name.endswith(".py"):
                        yield os.path.join(directory, name)
        else:
            yield argument


def main():
    import warnings
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    driver = sys.argv[1]
    total = bad = skipped = 0
    for path in files(sys.argv[2:]):
        with open(path, "rb") as file:
            source = file.read()
        try:
            expected = oracle(source)
        except (SyntaxError, ValueError):
            skipped += 1
            continue
        total += 1
        result = subprocess.run([driver, path], capture_output=True, timeout=60)
        actual = normalise_big(result.stdout.decode("ascii").rstrip("\n"))
        if actual != expected:
            bad += 1
            at = next((i for i, (a, b) in enumerate(zip(actual, expected)) if a != b),
                      min(len(actual), len(expected)))
            print("%s: differs at %d\n  ours   %s\n  oracle %s"
                  % (path, at, actual[max(0, at - 100):at + 150], expected[max(0, at - 100):at + 150]))
            if result.returncode < 0:
                print("  killed by signal", -result.returncode)
    print("%d files, %d differ (%d skipped: the oracle refuses them)" % (total, bad, skipped))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
