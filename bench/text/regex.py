"""Regular expressions: searching a log, a tokenizer, substitution, validation."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


LINE = re.compile(r'(?P<host>\S+) - (?P<user>\S+) \[(?P<time>[^\]]+)\] '
                  r'"(?P<method>[A-Z]+) (?P<path>\S+) HTTP/[\d.]+" (?P<status>\d{3}) (?P<size>\d+|-)')
TOKEN = re.compile(r"""
    (?P<number>\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<string>'(?:[^'\\]|\\.)*')
  | (?P<operator>[-+*/=<>!]=?|[()\[\]{},;])
  | (?P<blank>\s+)
""", re.VERBOSE)
EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")


def make_log(count):
    methods = ["GET", "POST", "PUT", "HEAD"]
    lines = []
    for i in range(count):
        lines.append('10.0.%d.%d - %s [%02d/Nov/2023:%02d:%02d:00 +0000] "%s /page/%d?id=%d HTTP/1.1" %d %s' % (
            i % 256, i * 7 % 256, "user%d" % (i % 50) if i % 3 else "-", i % 28 + 1, i % 24, i % 60,
            methods[i % 4], i % 100, i, (200, 304, 404, 500)[i * 5 % 4], i * 37 % 9000 if i % 5 else "-"))
    return "\n".join(lines)


def read_log(log):
    statuses = {}
    volume = 0
    for line in log.splitlines():
        match = LINE.match(line)
        if match is None:
            continue
        status = match.group("status")
        statuses[status] = statuses.get(status, 0) + 1
        if match["size"] != "-":
            volume += int(match["size"])
    return sorted(statuses.items()), volume


def tokenize(source):
    kinds = {}
    for match in TOKEN.finditer(source):
        kind = match.lastgroup
        kinds[kind] = kinds.get(kind, 0) + 1
    return sorted(kinds.items())


def regex(count):
    log = make_log(count)
    statuses, volume = read_log(log)
    hours = re.findall(r":(\d\d):\d\d:00", log)
    hidden = re.sub(r"\b(\d+)\.(\d+)\.(\d+)\.(\d+)\b", r"\1.\2.x.x", log)
    doubled = re.sub(r"id=(\d+)", lambda match: "id=%d" % (int(match.group(1)) * 2), hidden)
    parts = re.split(r"[\s\[\]\"]+", log)
    source = "total = price_%d * (1 + tax) - 'it\\'s %d'; if total >= 10.5: print(total)\n"
    kinds = tokenize("".join(source % (i, i) for i in range(count // 8)))
    valid = sum(1 for i in range(count)
                if EMAIL.match("user.%d+tag@mail%s" % (i, ".example.org" if i % 3 else "")))
    longest = max(re.findall(r"(?i)\b[A-Z]+\b", doubled), key=len)
    errors = len(re.findall(r'^.*" (?:404|500) .*$', log, re.MULTILINE))
    return (statuses, volume, hours.count("05"), doubled.count(".x.x"), len(parts), kinds, valid,
            longest, errors)


if __name__ == "__main__":
    measure("regex", regex, 35_000,
            expect=([("200", 8750), ("304", 8750), ("404", 8750), ("500", 8750)], 125914000,
                    1459, 35000, 350000,
                    [("blank", 61250), ("name", 30625), ("number", 8750), ("operator", 43750), ("string", 4375)],
                    23333, "page", 17500),
            small=((2_000,), ([("200", 500), ("304", 500), ("404", 500), ("500", 500)], 7045000,
                              84, 2000, 20000,
                              [("blank", 3500), ("name", 1750), ("number", 500), ("operator", 2500), ("string", 250)],
                              1333, "page", 1000)))
