#!/usr/bin/python3.11
"""Fails when an #include points up the layers.

    base <- runtime <- bytecode <- {front, vm} <- ir <- {jit, aot} <- cli

Siblings in braces do not see each other.  Modules see only native.h with its
companions, base and each other's headers.  A lower layer reaches an upper one through a hook that
the upper one registers at start-up.
"""

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCE = os.path.join(ROOT, "src")

LEVEL = {"base": 0, "runtime": 1, "bytecode": 2, "front": 3, "vm": 3, "ir": 4,
         "jit": 5, "aot": 5, "cli": 6}
# native.h, and what it leaves to the modules that implement sequences.
NATIVE = {"native.h", "sequence_support.h", "iterators.h", "bytes_internal.h",
          "buffer_item.h", "equality.h", "field_order.h", "struct_sequence.h"}
# Modules that are the Python face of a part of the runtime see that part.
FACES = {
    "abc_module.c": {"runtime/weakref.h", "runtime/abc_data.h"},
    "weakref_module.c": {"runtime/weakref.h"},
    "gc_module.c": {"runtime/gc/heap.h"},
    "builtins.c": {"runtime/exceptions.def"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def layer_of(path):
    return os.path.relpath(path, SOURCE).split(os.sep)[0]


def resolve(name, folder):
    """The file that an include names: beside the includer, in src or include."""
    for start in (folder, SOURCE, os.path.join(ROOT, "include")):
        path = os.path.normpath(os.path.join(start, name))
        if os.path.exists(path):
            return path
    return None


def complaint(file, target):
    if target is None:
        return "does not exist"
    if not target.startswith(SOURCE + os.sep):
        # The public header belongs to the embedding interface and the top.
        return None
    here, there = layer_of(file), layer_of(target)
    if here == there:
        return None
    if here == "modules":
        if there == "base" or os.path.basename(target) in NATIVE:
            return None
        if os.path.relpath(target, SOURCE) in FACES.get(os.path.basename(file), ()):
            return None
        return "modules may include only native.h and base"
    if there == "modules":
        # The table of built-in modules is what the top needs.
        return None if here == "cli" else f"{here} may not include modules"
    if here not in LEVEL or there not in LEVEL:
        return f"unknown layer {here if here not in LEVEL else there}"
    if LEVEL[there] < LEVEL[here]:
        return None
    return f"{here} may not include {there}"


def main():
    errors = 0
    for folder, folders, files in os.walk(SOURCE):
        folders.sort()
        for entry in sorted(files):
            if not entry.endswith((".c", ".h", ".def")):
                continue
            path = os.path.join(folder, entry)
            with open(path, encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    match = INCLUDE.match(line)
                    if not match:
                        continue
                    why = complaint(path, resolve(match.group(1), folder))
                    if why:
                        errors += 1
                        print(f"{os.path.relpath(path, ROOT)}:{number}: "
                              f"#include \"{match.group(1)}\": {why}")
    print(f"include direction: {errors or 'no'} error{'s' if errors != 1 else ''}")
    return 1 if errors else 0


sys.exit(main())
