"""Runs a program with and without --debug-perf, compares what the two print and
how they end, and shows what the report says of the kinds of findings named.

    _debug_perf.py PROGRAM [KIND ...]
"""
import json
import os
import re
import subprocess
import sys


def run(*options):
    command = [sys.executable, *options, program]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout, done.stderr, done.returncode


program = os.path.join("perf_programs", sys.argv[1])
report = os.path.join(os.environ["TEST_TMP"], "report.json")
plain = run()
watched = run("--debug-perf=" + report)
if plain != watched:
    print("differs:", plain, watched)
with open(report) as file:
    data = json.load(file)
for finding in sorted(data["findings"], key=lambda f: (f["line"], f["kind"], f["source"])):
    if finding["kind"] in sys.argv[2:] and finding["file"].endswith(sys.argv[1]):
        message = re.split("[:;]", finding["message"])[0]
        print(f"{finding['line']} in {finding['function']}: `{finding['source']}` {message} [{finding['kind']}]")
