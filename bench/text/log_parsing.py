"""Comma-separated lines: quoting, conversion, totals by column, a table printed."""

import io
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def make_csv(count):
    lines = ["id,name,city,amount,date,comment"]
    cities = ["Berlin", "Paris", '"London, UK"', "Rome", "Madrid"]
    for i in range(count):
        comment = '"said ""yes"", then left"' if i % 7 == 0 else "none" if i % 2 else ""
        lines.append(f"{i},name{i % 100},{cities[i % 5]},{i * 17 % 1000}.{i % 100:02},"
                     f"2023-{i % 12 + 1:02}-{i % 28 + 1:02},{comment}")
    return "\n".join(lines) + "\n"


def split_line(line):
    """The fields of a line; quotes may enclose commas and doubled quotes."""
    if '"' not in line:
        return line.split(",")
    fields = []
    field = []
    quoted = False
    i = 0
    while i < len(line):
        char = line[i]
        if quoted:
            if char != '"':
                field.append(char)
            elif line[i + 1:i + 2] == '"':
                field.append('"')
                i += 1
            else:
                quoted = False
        elif char == '"':
            quoted = True
        elif char == ",":
            fields.append("".join(field))
            field = []
        else:
            field.append(char)
        i += 1
    fields.append("".join(field))
    return fields


def read_rows(file):
    header = file.readline().rstrip("\n").split(",")
    for line in file:
        yield dict(zip(header, split_line(line.rstrip("\n"))))


def parse_date(text):
    year, month, day = text.split("-")
    return int(year), int(month), int(day)


def log_parsing(count):
    totals = {}
    months = {}
    comments = 0
    for row in read_rows(io.StringIO(make_csv(count))):
        amount = float(row["amount"])
        city = row["city"]
        entry = totals.get(city)
        if entry is None:
            totals[city] = entry = [0, 0.0, amount, amount]
        entry[0] += 1
        entry[1] += amount
        entry[2] = min(entry[2], amount)
        entry[3] = max(entry[3], amount)
        year, month, day = parse_date(row["date"])
        months.setdefault((year, month), []).append(day)
        if row["comment"].startswith("said") and row["comment"].endswith("left"):
            comments += 1
    out = io.StringIO()
    for city in sorted(totals):
        number, total, low, high = totals[city]
        out.write("{:<12}{:>8}{:>14.2f}{:>9.2f}{:>9.2f}\n".format(city, number, total, low, high))
    table = out.getvalue()
    return table.splitlines()[1], len(table), sorted(map(len, months.values()))[0], comments


if __name__ == "__main__":
    measure("log_parsing", log_parsing, 80_000,
            expect=("London, UK     16000    8031920.00     4.12   999.47", 265, 6666, 11429),
            small=((5_000,), ("London, UK      1000     501995.00     4.12   999.47", 265, 416,
                              715)))
