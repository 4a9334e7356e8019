"""The JSON files: each says of which kind it is, so that none is mistaken."""

import json
import os
import time

from _driver.programs import UsageError


def check_folder(path):
    """Raises UsageError before much is measured that could not be written."""
    folder = os.path.dirname(os.path.abspath(path))
    if not os.access(folder, os.W_OK):
        raise UsageError(f"cannot write into {folder}")


def write(path, text):
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def write_json(path, kind, data):
    """data, a dict, with its kind, the time and the machine."""
    system = os.uname()
    head = {
        "kind": kind,
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"system": f"{system.sysname} {system.release} {system.machine}", "cores": os.cpu_count()},
    }
    write(path, json.dumps(head | data, indent=1) + "\n")


def read_json(path, kind):
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    except ValueError:
        data = None
    if not isinstance(data, dict) or data.get("kind") != kind:
        raise UsageError(f'{path} does not hold measurements of the kind "{kind}"')
    return data
