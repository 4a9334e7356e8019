#!/usr/bin/python3.11
"""Random graphs through the optimiser's passes: what they compute must stay the same.

    tests/fuzz/graphs.py [--seeds A-B] [--build debug|asan] [--passes LIST]

A random program in a toy language (toy.py) is translated to a graph, the passes change the graph
(build/<build>/ir/run_pass), and the result is evaluated here for several inputs.  When a guard
fails, the toy program's interpreter goes on where its frame state says; so whatever the passes
do, the end must be that of the program interpreted alone: the value returned or the place of the
error, the calls made, the slots of all objects.  Guards fail for no reason, too, now and then.

With a difference, the program is made smaller and the pass named behind which it appears.
"""

import argparse
import os
import random
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE]
import toy

ROOT = os.path.dirname(os.path.dirname(HERE))
STEPS = 100000
INPUTS = 6


class Unsupported(Exception):
    """The graph has something that is not evaluated here."""


class Wrong(Exception):
    """The graph itself is at fault."""


# ---- reading ---------------------------------------------------------------------------------

NODE = re.compile(r"(?:(\w\d+) = )?([A-Z_0-9]+)(.*)")
NAME = re.compile(r"[vfwc]\d+$")


class Node:
    """state: (pc, {register: name}) or None."""

    def __init__(self, line):
        body, bracket, state = line.partition(" [")
        self.state = parse_state(bracket[1:] + state) if bracket else None
        match = NODE.match(body.strip())
        self.name, self.op, rest = match.groups()
        rest, _, _ = rest.partition(" ? ")
        rest, _, _ = rest.partition(" : ")
        self.inputs, self.words = [], []
        self.fields = rest.split()[5:] if self.op == "VIRTUAL" else []
        self.nowrap = False
        for word in rest.split():
            if word == "nowrap":
                self.nowrap = True
            elif word[0] == "@":
                continue
            elif NAME.match(word):
                self.inputs.append(word)
            else:
                self.words.append(word)
        if "aux" in self.words:
            del self.words[self.words.index("aux"):]
        self.line = line


def parse_state(text):
    if " in " in text:
        raise Unsupported("inlined frames")
    pc, registers = None, {}
    words = text.strip("[] \n").split()
    while words:
        word = words.pop(0)
        if word == "pc":
            pc = int(words.pop(0))
        elif word in ("count", "flags"):
            words.pop(0)
        elif word[0] == "r" and "=" in word:
            register, _, name = word.partition("=")
            registers[int(register[1:])] = name
    return pc, registers


class Graph:
    """blocks: {name: (predecessors, nodes)}; nodes by their names."""

    def __init__(self, text):
        self.blocks = {}
        self.first = None
        self.nodes = {}
        for line in text.splitlines():
            line = line.partition(";")[0].rstrip()
            if re.match(r"b\d+:", line):
                header = line.partition("[")[0].split()
                name = header[0][:-1]
                preds = header[header.index("preds") + 1:] if "preds" in header else []
                self.blocks[name] = (preds, nodes := [])
                self.first = self.first or name
            elif line.startswith("  "):
                node = Node(line)
                nodes.append(node)
                if node.name:
                    self.nodes[node.name] = node


class Poison:
    """In registers that a frame state says are dead."""


class Undefined:
    """UNDEF."""


# ---- evaluation ------------------------------------------------------------------------------

def constant(word):
    if word.startswith("0x"):  # a NaN with a sign
        return struct.unpack("<d", struct.pack("<Q", int(word, 16)))[0]
    return {"None": None, "UNDEF": Undefined, "True": True, "False": False, "inf": float("inf"), "-inf": float("-inf"),
            "nan": float("nan")}[word] if word in ("None", "UNDEF", "True", "False", "inf", "-inf", "nan") else \
        float(word) if any(c in word for c in ".en") else int(word)


def types_of(words):
    """A predicate for a set of types."""
    text = words[-1]
    negated = text.startswith("~")
    names = set(text.lstrip("~").split("|"))
    return lambda value: (toy.type_name(value) in names or "ANY" in names) != negated


class Leave(Exception):
    """A guard failed."""

    def __init__(self, node):
        self.node = node


class Evaluation:
    """One run of a graph.  stress: how likely guards fail for no reason."""

    def __init__(self, graph, registers, world, stress, dice):
        self.graph = graph
        self.start = registers
        self.world = world
        self.values = {}
        self.stress = stress
        self.dice = dice

    def run(self):
        """("return", shown), ("raise", pc) or ("left", pc, registers)."""
        block, before = self.graph.first, None
        steps = 0
        while True:
            preds, nodes = self.graph.blocks[block]
            phis = [n for n in nodes if n.op == "PHI"]
            if phis:
                index = preds.index(before)
                values = [self.values[n.inputs[index]] for n in phis]
                self.values.update((n.name, value) for n, value in zip(phis, values))
            for n in nodes[len(phis):]:
                steps += 1
                if steps > STEPS:
                    raise toy.Endless
                if n.op == "RETURN":
                    return "return", toy.show(self.values[n.inputs[0]])
                if n.op in ("JUMP", "BRANCH"):
                    targets = n.words
                    chosen = targets[0] if n.op == "JUMP" or self.values[n.inputs[0]] else targets[1]
                    before, block = block, chosen
                    break
                try:
                    self.values[n.name] = self.node(n)
                except Leave as left:
                    return self.leave(left.node)
                except toy.Raised:
                    return "raise", n.state[0] - 1
            else:
                raise Wrong("a block without an end")

    def leave(self, node):
        pc, names = node.state
        registers = [Poison] * toy.ALL_REGISTERS
        made = {}
        for register, name in names.items():
            registers[register] = self.value_in_state(name, made)
        return "left", pc, registers

    def value_in_state(self, name, made):
        """A VIRTUAL is made now, once for all that name it."""
        n = self.graph.nodes[name]
        if n.op != "VIRTUAL":
            return self.values[name]
        if name not in made:
            made[name] = toy.Object("new", toy.SHAPE)
            words = [self.value_in_state(word, made) if NAME.match(word) else 0 for word in n.fields]
            made[name].slots.update(zip(toy.SLOTS, words[1:] + [0] * 3))
        return made[name]

    def guard(self, node, holds):
        if node.nowrap:
            if not holds:
                raise Wrong("cannot fail, but does: " + node.line)
        elif not holds or self.dice.random() < self.stress:
            raise Leave(node)

    def node(self, n):
        inputs = [self.values[name] for name in n.inputs]
        op = n.op
        if op in ("PARAM", "ENTRY_REGISTER"):
            return self.start[int(n.words[0])]
        if op == "FUNCTION":
            return "function"
        if op == "CONST" or op == "CONST_FLOAT":
            return constant(n.words[0])
        if op == "CONST_WORD":
            return int(n.words[0], 0)
        if op == "EXIT":
            raise Leave(n)
        if op.startswith("GUARD") or op in ("TO_FLOAT", "NUMBER_TO_FLOAT"):
            return self.assertion(n, inputs)
        if op.startswith("INT_"):
            return self.integer(n, *inputs)
        if op.startswith("FLOAT_"):
            return self.floating(n, *inputs)
        if op == "TAG_FLOAT":
            self.guard(n, toy.type_name(inputs[0]) == "FLOAT")
            return inputs[0]
        if op == "BOX_FLOAT":
            return inputs[0]
        if op == "SAME":
            return inputs[0] is inputs[1] or type(inputs[0]) is type(inputs[1]) is not float and inputs[0] == inputs[1]
        if op == "IS_TYPE":
            return types_of(n.words)(inputs[0])
        if op == "NOT":
            return not inputs[0]
        if op == "BOOL_VALUE" or op == "IS_TRUE":
            if not isinstance(inputs[0], bool):
                raise Wrong("no bool: " + n.line)
            return inputs[0]
        if op == "SELECT":
            return inputs[1] if inputs[0] else inputs[2]
        if op == "LOAD":
            return self.object(n, inputs[0]).slots[int(n.words[0])]
        if op == "STORE":
            self.object(n, inputs[0]).slots[int(n.words[0])] = inputs[1]
            return None
        if op in ("WROTE", "WROTE_ELEMENT", "VIRTUAL"):
            return None
        if op == "ALLOC":
            made = toy.Object("new", toy.SHAPE)
            made.slots = dict.fromkeys(toy.SLOTS, 0)
            return made
        if op in ("LOAD_SIZE", "LOAD_WORD", "LOAD_ELEMENT", "STORE_ELEMENT"):
            return self.list_access(n, inputs)
        if op == "CALL_RT":
            return self.call(n, inputs)
        raise Unsupported(op)

    def list_access(self, n, inputs):
        if n.op == "LOAD_SIZE" or n.op == "LOAD_WORD":
            if not isinstance(inputs[0], toy.List):
                raise Wrong("no list: " + n.line)
            return len(inputs[0].array.items) if n.op == "LOAD_SIZE" else inputs[0].array
        array, index = inputs[:2]
        if array.items is None:
            raise Wrong("an array that was left: " + n.line)
        if toy.type_name(index) != "INT" or not 0 <= index < len(array.items):
            raise Wrong(f"index {index} out of {len(array.items)}: " + n.line)
        if n.op == "LOAD_ELEMENT":
            return array.items[index]
        array.items[index] = inputs[2]
        return None

    def object(self, n, o):
        if not isinstance(o, toy.Object) or o.shape != toy.SHAPE:
            raise Wrong("slot of what has none: " + n.line)
        return o

    def assertion(self, n, inputs):
        value = inputs[0] if inputs else None
        if n.op == "GUARD_TYPE":
            self.guard(n, types_of(n.words)(value))
        elif n.op in ("GUARD_IS", "GUARD_NOT"):
            wanted = constant(n.words[0])
            same = type(value) is type(wanted) and value == wanted
            self.guard(n, same == (n.op == "GUARD_IS"))
        elif n.op == "GUARD_BOUNDS":
            self.guard(n, 0 <= value < inputs[1])
        elif n.op == "GUARD_SHAPE":
            self.guard(n, isinstance(value, toy.Object) and value.shape == n.words[0])
        elif n.op in ("GUARD_TRUE", "GUARD_FALSE"):
            self.guard(n, value == (n.op == "GUARD_TRUE"))
        elif n.op == "GUARD_VALID":
            self.guard(n, True)
        elif n.op == "TO_FLOAT":
            self.guard(n, isinstance(value, float))
        elif n.op == "NUMBER_TO_FLOAT":
            self.guard(n, isinstance(value, float) or toy.type_name(value) == "INT")
            return float(value)
        else:
            raise Unsupported(n.op)
        return value

    def integer(self, n, a, b=None):
        for value in (a, b):
            if value is not None and toy.type_name(value) != "INT":
                raise Wrong(f"no small int ({value!r}): " + n.line)
        op = n.op[4:]
        if op == "CMP":
            return toy.COMPARE[n.words[0]](a, b)
        if op == "INDEX":
            return a if a >= 0 else a + b
        if op == "TO_FLOAT":
            return float(a)
        if op in ("AND", "OR", "XOR"):
            return toy.BINARY[{"AND": "&", "OR": "|", "XOR": "^"}[op]](a, b)
        if op == "INVERT":
            return ~a
        fine = not (op in ("FLOORDIV", "MOD") and b == 0 or op == "SHL" and not 0 <= b <= 60 or op == "SHR" and b < 0)
        if not fine:
            self.guard(n, False)
        if op == "NEG":
            result = -a
        else:
            signs = {"ADD": "+", "SUB": "-", "MUL": "*", "FLOORDIV": "//", "MOD": "%", "SHL": "<<", "SHR": ">>"}
            if op not in signs:
                raise Unsupported(n.op)
            result = toy.BINARY[signs[op]](a, min(b, 64) if op == "SHR" else b)
        self.guard(n, toy.SMALL_MIN <= result <= toy.SMALL_MAX)
        return result

    def floating(self, n, a, b=None):
        op = n.op[6:]
        if not isinstance(a, float) or b is not None and not isinstance(b, float):
            raise Wrong("no double: " + n.line)
        if op == "CMP":
            return toy.COMPARE[n.words[0]](a, b)
        if op in ("ADD", "SUB", "MUL"):
            return toy.BINARY[{"ADD": "+", "SUB": "-", "MUL": "*"}[op]](a, b)
        if op == "NEG":
            return -a
        if op == "ABS":
            return abs(a)
        if op == "TO_INT":
            self.guard(n, a == a and abs(a) < 1e30 and toy.SMALL_MIN <= int(a) <= toy.SMALL_MAX)
            return int(a)
        raise Unsupported(n.op)

    def call(self, n, inputs):
        if n.words[0] == "get_item":
            return self.world.call(inputs[0])
        if n.words[0] == "binary":
            return toy.binary("+-*"[inputs[2]], inputs[0], inputs[1])
        if n.words[0] == "list_append":
            if len(inputs[0].array.items) < 60:
                inputs[0].append(inputs[1])
            return None
        raise Unsupported("call of " + n.words[0])


def outcome(program, graph, entry, seed, stress):
    """How a program ends that enters the graph at `entry`.  None: it does not come there."""
    world = toy.World(seed)
    registers = toy.start_registers(seed, world)
    if entry:
        early = toy.interpret(program, 0, registers, world, stop=entry)
        if early:
            return None
    dice = random.Random(seed)
    end = Evaluation(graph, registers, world, stress, dice).run()
    if end[0] == "left":
        end = toy.interpret(program, end[1], end[2], world)
    return [end, world.result()]


def reference(program, seed):
    world = toy.World(seed)
    return [toy.interpret(program, 0, toy.start_registers(seed, world), world), world.result()]


# ---- comparing -------------------------------------------------------------------------------

class Driver:
    def __init__(self, build):
        self.binary = os.path.join(ROOT, "build", build, "ir", "run_pass")
        if not os.path.exists(self.binary):
            sys.exit(f"tests/fuzz/graphs.py: not built: make BUILD={build} unit")

    def passes(self):
        """The names in the order of the pipeline."""
        return subprocess.run([self.binary, "list"], capture_output=True, text=True, check=True).stdout.split()

    def optimize(self, text, passes):
        with tempfile.NamedTemporaryFile("w", suffix=".ir") as file:
            file.write(text)
            file.flush()
            done = subprocess.run([self.binary, ",".join(passes), file.name], capture_output=True, text=True, timeout=5)
        if done.returncode:
            raise Wrong(f"exit status {done.returncode}: {(done.stdout + done.stderr)[:300]}")
        return done.stdout


def difference(driver, program, seed, passes):
    """What is wrong, as text; None if nothing is."""
    dice = random.Random(seed)
    entries = [0, 0] + toy.loop_entries(program)
    entry = dice.choice(entries)
    text = toy.Translator(program, entry, dice).translate()
    after = text
    try:
        after = driver.optimize(text, passes) if passes else text
        graph = Graph(after)
        for number in range(INPUTS * seed, INPUTS * (seed + 1)):
            want = reference(program, number)
            for stress in (0, 0.02):
                got = outcome(program, graph, entry, number, stress)
                if got is not None and got != want:
                    return f"input {number}, stress {stress}:\n  {want}\n  {got}\n{text}---\n{after}"
    except (Wrong, subprocess.TimeoutExpired) as error:
        return f"{error}\n{text}---\n{after}"
    except KeyError as error:
        return f"no value: {error}\n{text}---\n{after}"
    return None


def differs(driver, program, seed, passes):
    try:
        return difference(driver, program, seed, passes)
    except (toy.Endless, Unsupported):
        return None


def smaller(driver, program, seed, passes):
    """Leaves out instructions as long as there is a difference."""
    def valid(candidate):
        labels = [i[1] for i in candidate if i[0] == "label"]
        return candidate and candidate[-1][0] == "return" and \
            all(i[-1] in labels for i in candidate if i[0] == "jump" or i[0].startswith("if"))
    size = len(program) // 2
    while size:
        start = 0
        while start < len(program):
            candidate = program[:start] + program[start + size:]
            if valid(candidate) and differs(driver, candidate, seed, passes):
                program = candidate
            else:
                start += size
        size //= 2
    return program


def blame(driver, program, seed, passes):
    """The first pass behind which there is a difference."""
    for count in range(len(passes) + 1):
        if differs(driver, program, seed, passes[:count]):
            return ",".join(passes[:count]) or "nothing: the translation"
    return ",".join(passes)


def check(driver, seed, all_passes, chosen):
    dice = random.Random(seed)
    passes = list(chosen or all_passes)
    if not chosen and dice.random() < 0.4:
        left_out = dice.choice(all_passes)  # passes do not rely on each other
        passes = [name for name in passes if name != left_out or name == "loops"]
    program = toy.Maker(seed).make()
    if not difference(driver, program, seed, passes):
        return None
    program = smaller(driver, program, seed, passes)
    while True:
        again = smaller(driver, program, seed, passes)
        if len(again) == len(program):
            break
        program = again
    lines = [f"{number:3} {' '.join(map(str, i))}" for number, i in enumerate(program)]
    return "\n".join([f"WRONG {seed}, behind {blame(driver, program, seed, passes)}", *lines,
                      differs(driver, program, seed, passes) or "(gone)"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0],
                                     epilog=__doc__.partition("\n\n")[2],
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-300", metavar="A-B", help="which programs (%(default)s)")
    parser.add_argument("--build", default="debug", help="whose build/<build>/ir/run_pass (%(default)s)")
    parser.add_argument("--passes", default="", metavar="LIST", help="these passes, with commas between (all)")
    options = parser.parse_args()
    driver = Driver(options.build)
    all_passes = driver.passes()
    first, _, last = options.seeds.partition("-")
    wrong = skipped = 0
    for seed in range(int(first), int(last or first) + 1):
        try:
            report = check(driver, seed, all_passes, options.passes.split(",") if options.passes else None)
        except (toy.Endless, Unsupported) as reason:
            skipped += 1
            if isinstance(reason, Unsupported):
                print(f"{seed}: not evaluated: {reason}")
            continue
        if report:
            wrong += 1
            print(report, flush=True)
            if wrong == 5:
                break
    print(f"graphs {options.seeds}: {wrong} wrong" + (f", {skipped} skipped" if skipped else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
