#!/usr/bin/python3.11
"""Writes a random Python program that ends, prints what it computed, and means the same in
every implementation.

    tests/fuzz/generate.py SEED

The program is a world of functions and classes (world.py), steps that run loops over it often
enough for compiled code to be made (statements.py, expressions.py) and scenes of a fixed shape
(scenes.py).  Each step prints a line with a checksum, so a difference shows where it began.
Nothing depends on identities, hashes of strings, addresses or the order of sets.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expressions import constant, expression
from scenes import SCENES
from source import Source
from statements import body, declare
from world import write_world


def write_step(world):
    """A hot function, and calls of it with arguments of changing types."""
    s = world.source
    name = s.fresh("hot")
    rounds = s.pick(200, 200, 300, 500, 1000)
    kinds = [s.pick("int", "int", "num", "float", "any", "obj", "ints") for _ in range(s.number(1, 3))]
    scope = world.scope(work=rounds * 4)
    parameters = [scope.add(s.fresh("p"), kind) for kind in kinds]
    with s.block(f"def {name}({', '.join(parameters)}):"):
        if world.globals and s.chance(0.4):
            # Assigned here: read through the global statement.
            written = s.pick(*world.globals)
            s.line(f"global {written}")
            scope.fixed.discard(written)
        s.line("h = 0")
        s.line("w = 0")
        declare_some(scope)
        hot_loop(scope, rounds)
        if s.chance(0.3):
            body(scope, 1)
        shown = [n for kind in ("int", "num", "float", "str", "any") for n in scope.names[kind]][:7]
        s.line(f"return h, {', '.join(shown)},")
    s.line("")
    s.line("")
    calls = s.number(1, 3)
    outer = world.scope()
    for _ in range(calls):
        s.line(f"run('{name}', {name}, {', '.join(argument_of(outer, kind) for kind in kinds)})")
    s.line("")
    s.line("")


def argument_of(scope, kind):
    s = scope.source
    if kind == "int" and s.chance(0.2):
        kind = "num"
    return expression(scope, kind, 0) if kind != "obj" else constant(scope, "obj")


def declare_some(scope):
    s = scope.source
    for kind in ("int", "int", "num"):
        declare(scope, kind)
    for kind in ("int", "float", "num", "any"):
        # Starts as an argument, whose type differs from call to call.
        parameter = scope.variable(kind)
        if parameter and s.chance(0.4):
            s.line(f"{scope.add(s.fresh(kind[0]), kind)} = {parameter}")
    for kind in "float", "any", "str", "ints", "list", "dict", "obj":
        if s.chance(0.5):
            declare(scope, kind)


def hot_loop(scope, rounds):
    s = scope.source
    i = s.fresh("i")
    scope.add(i, "small")
    scope.fixed.add(i)
    with scope.rounds(rounds):
        if s.chance(0.25):
            s.line(f"{i} = 0")
            with s.block(f"while {i} < {rounds}:"):
                s.line(f"{i} += 1")
                body(scope, s.number(4, 12))
        else:
            with s.block(f"for {i} in range({rounds}):"):
                body(scope, s.number(4, 12))
    scope.remove(i, "small")


def write_module_loop(world):
    """The same at module level, where the variables are globals."""
    s = world.source
    scope = world.scope(work=400, function=False)
    s.line("h = w = 0")
    declare_some(scope)
    hot_loop(scope, 150)
    shown = [n for kind in ("int", "num", "float", "str", "any") for n in scope.names[kind]][:7]
    s.line(f"print('module', h, mix(0, ({', '.join(shown)},)))")
    s.line("")
    s.line("")


def write_end(world):
    s = world.source
    if s.chance(0.3) and world.raising:
        s.block_of(f"def at_the_end(n):\n    for i in range(n):\n        {s.pick(*world.raising)}(i)\n\n\nat_the_end(50)")
    elif s.chance(0.2):
        s.line(f"sys.exit({s.pick('3', repr('the end'), 'None', 'True')})")


def program(seed):
    """The text of the program with this seed."""
    source = Source(seed)
    source.line(f'"""Made by tests/fuzz/generate.py {seed}."""')
    world = write_world(source)
    parts = [write_step] * source.number(2, 5) + [source.pick(*SCENES) for _ in range(source.number(1, 3))]
    source.dice.shuffle(parts)
    for part in parts:
        part(world)
    if source.chance(0.3):
        write_module_loop(world)
    write_end(world)
    return source.text()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit("usage: tests/fuzz/generate.py SEED")
    sys.stdout.write(program(int(sys.argv[1])))
