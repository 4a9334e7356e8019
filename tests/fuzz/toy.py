"""A toy language with Python's numbers, whose programs are made at random, interpreted, and
translated into graphs of the compiler (src/ir/text.h) as the compiler's own builder does it.

A program is a list of instructions on registers; their positions are the pcs that frame states
name.  Instructions are tuples:

    label L                   where jumps go
    const D VALUE             move D A
    bin OP KIND D A B         D = A OP B; KIND says what the graph speculates on: int, float,
                              mixed (float OP number) or any (a call of the runtime)
    neg KIND D A              invert D A
    cmp OP KIND D A B         D = A OP B, a bool
    whole D A, real D A       int(A) of a float, float(A) of a small int
    load D O SLOT             store O SLOT A: of an object
    new D A B                 a new object with A and B in its first slots
    item D L I                put L I A: of a list, I may be negative
    append L A                len D L
    call D A                  anything may happen: it is noted, slots of objects change
    jump L
    if A L                    if the bool A holds
    if_cmp OP KIND A B L
    if_type TYPES A L         if A is of one of the types (of the graph's; always small ints and
                              large ones together: a sum that nobody wants need not be large)
    if_none A L
    return A
"""

import operator
import random
import struct

REGISTERS = 9
FIXED = 3  # registers at the end that hold the objects and the list, mostly
COUNTERS = range(REGISTERS, REGISTERS + 3)  # of loops; behind them the bounds and two temporaries
ALL_REGISTERS = REGISTERS + 2 * len(COUNTERS) + 2
SLOTS = 16, 24, 32
SMALL_MIN, SMALL_MAX = -2 ** 61, 2 ** 61 - 1
SHAPE = "Point{x}"
STEPS = 20000


class Object:
    def __init__(self, name, shape):
        self.name = name
        self.shape = shape
        self.slots = {offset: offset for offset in SLOTS}

    def __repr__(self):
        """New objects by what they hold: the optimiser may make others for them."""
        global depth
        if self.name != "new":
            return self.name
        depth += 1
        text = "new" + repr(self.slots) if depth < 4 else "new"
        depth -= 1
        return text


depth = 0


class List:
    """What compiled code sees of a list: its length, and an array that is another one after each
    change of length."""

    def __init__(self, items):
        self.array = Array(items)

    def append(self, value):
        old, self.array = self.array, Array(self.array.items + [value])
        old.items = None

    def pop(self):
        old, self.array = self.array, Array(self.array.items[:-1])
        old.items = None

    def __repr__(self):
        return f"List{self.array.items!r}"


class Array:
    def __init__(self, items):
        self.items = items


class Raised(Exception):
    """The program ends with an exception."""


class Endless(Exception):
    """It takes too many steps."""


class World:
    """What a program works on besides its registers: the objects, and what calls noted."""

    def __init__(self, seed):
        dice = random.Random(seed)
        first = Object("first", SHAPE)
        second = first if dice.random() < 0.3 else Object("second", dice.choice([SHAPE] * 6 + ["Other{y}"]))
        self.objects = [first, second]
        self.list = List([dice.randint(-9, 9) for _ in range(dice.choice([0, 3, 5, 12, 25, 25]))])
        self.notes = []

    def call(self, value):
        self.notes.append(show(value))
        count = len(self.notes)
        changed = self.objects[count % 2]
        changed.slots[SLOTS[count % 3]] = count if count < 9 else (count, 0.5 * count, None, 2 ** 61)[count // 3 % 4]
        if count > 15 and count % 7 == 0:
            self.objects[1].shape = "Other{y}"
        if count % 5 == 4 and self.list.array.items:
            self.list.pop()
        return (count, 0.25, count % 2 == 0, -count)[count % 4]

    def result(self):
        return [self.notes, show(self.list), [(o.name, o.shape, sorted((k, show(v)) for k, v in o.slots.items())) for o in self.objects]]


def show(value):
    return f"{type(value).__name__} {value!r}"


def type_name(value):
    """The graph's name of a value's type."""
    if value is None:
        return "NONE"
    if isinstance(value, bool):
        return "BOOL"
    if isinstance(value, int):
        return "INT" if SMALL_MIN <= value <= SMALL_MAX else "BIGINT"
    if isinstance(value, float):
        exponent = struct.unpack("<Q", struct.pack("<d", value))[0] >> 60 & 7
        return "FLOAT" if exponent in (0, 3, 4, 7) else "HEAPFLOAT"
    return "LIST" if isinstance(value, List) else "INSTANCE"


# ---- meaning ------------------------------------------------------------------------------

BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
          "<<": operator.lshift, ">>": operator.rshift, "&": operator.and_, "|": operator.or_, "^": operator.xor,
          "/": operator.truediv}
COMPARE = {"LT": operator.lt, "LE": operator.le, "EQ": operator.eq, "NE": operator.ne, "GT": operator.gt, "GE": operator.ge}


def binary(op, a, b):
    """Raises Raised for what Python refuses.  What grows beyond all bounds is cut."""
    try:
        if op == "<<" and isinstance(b, int):
            b = min(b, 300)
        result = BINARY[op](a, b)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        raise Raised from None
    return result % 1000003 if isinstance(result, int) and abs(result) > 2 ** 600 else result


def compare(op, a, b):
    try:
        return COMPARE[op](a, b)
    except TypeError:
        raise Raised from None


def interpret(program, pc, registers, world, stop=None):
    """Runs from pc to the end: ("return", value) or ("raise", pc).  With stop: until that pc is
    reached, then returns None."""
    labels = {i[1]: n for n, i in enumerate(program) if i[0] == "label"}
    for _ in range(STEPS):
        if pc == stop:
            return None
        name, *rest = program[pc]
        here, pc = pc, pc + 1
        try:
            if name == "const":
                registers[rest[0]] = rest[1]
            elif name == "move":
                registers[rest[0]] = registers[rest[1]]
            elif name == "bin":
                op, _, d, a, b = rest
                registers[d] = binary(op, registers[a], registers[b])
            elif name == "neg":
                registers[rest[1]] = binary("-", 0, registers[rest[2]]) if rest[0] == "int" else \
                    binary("*", registers[rest[2]], -1.0)
            elif name == "invert":
                registers[rest[0]] = binary("-", binary("*", registers[rest[1]], -1), 1)
            elif name == "cmp":
                op, _, d, a, b = rest
                registers[d] = compare(op, registers[a], registers[b])
            elif name == "whole":
                value = registers[rest[1]]
                if not isinstance(value, float) or not abs(value) < 1e300:
                    raise Raised
                registers[rest[0]] = int(value)
            elif name == "real":
                if type_name(registers[rest[1]]) != "INT":
                    raise Raised
                registers[rest[0]] = float(registers[rest[1]])
            elif name in ("load", "store"):
                o = registers[rest[1] if name == "load" else rest[0]]
                if not isinstance(o, Object):
                    raise Raised
                if name == "load":
                    registers[rest[0]] = o.slots[rest[2]]
                else:
                    o.slots[rest[1]] = registers[rest[2]]
            elif name == "new":
                made = Object("new", SHAPE)
                made.slots.update(zip(SLOTS, (registers[rest[1]], registers[rest[2]], 0)))
                registers[rest[0]] = made
            elif name in ("item", "put", "append", "len"):
                use_list(name, rest, registers)
            elif name == "call":
                registers[rest[0]] = world.call(registers[rest[1]])
            elif name == "jump":
                pc = labels[rest[0]]
            elif name == "if":
                if not isinstance(registers[rest[0]], bool):
                    raise Raised
                pc = labels[rest[1]] if registers[rest[0]] else pc
            elif name == "if_cmp":
                op, _, a, b, target = rest
                pc = labels[target] if compare(op, registers[a], registers[b]) else pc
            elif name == "if_type":
                pc = labels[rest[2]] if type_name(registers[rest[1]]) in rest[0] else pc
            elif name == "if_none":
                pc = labels[rest[1]] if registers[rest[0]] is None else pc
            elif name == "return":
                return "return", show(registers[rest[0]])
        except Raised:
            return "raise", here
    raise Endless


def use_list(name, rest, registers):
    a_list = registers[rest[1] if name in ("item", "len") else rest[0]]
    if not isinstance(a_list, List):
        raise Raised
    items = a_list.array.items
    if name == "len":
        registers[rest[0]] = len(items)
        return
    if name == "append":
        if len(items) < 60:
            a_list.append(registers[rest[1]])
        return
    index = registers[rest[2] if name == "item" else rest[1]]
    if type_name(index) != "INT" or not -len(items) <= index < len(items):
        raise Raised
    if name == "item":
        registers[rest[0]] = items[index]
    else:
        items[index] = registers[rest[2]]


# ---- making programs ------------------------------------------------------------------------

CONSTANTS = {"int": (0, 1, 2, 3, 7, -1, -5, 8, 60, 2 ** 60, SMALL_MAX, SMALL_MIN, SMALL_MAX - 1, 2 ** 31, 1000003),
             "float": (0.0, -0.0, 0.5, 1.5, -2.0, 1e300, 1e-300, float("inf"), float("nan"), 3.0),
             "bool": (True, False), "none": (None,)}
FLOAT_TYPES = "FLOAT", "HEAPFLOAT"


class Maker:
    """Writes a random program.  kinds: what each register probably holds."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.program = []
        self.kinds = ["int", "int", "int", "float", "float", "bool", "obj", "obj", "list"]
        self.labels = 0
        self.depth = 0
        self.counters = 0

    def pick(self, *kinds):
        """A register that probably holds one of the kinds."""
        found = [r for r, kind in enumerate(self.kinds) if kind in kinds]
        if self.depth and "int" in kinds and self.dice.random() < 0.2:
            return COUNTERS[self.dice.randrange(self.depth)]
        return self.dice.choice(found) if found and self.dice.random() < 0.98 else self.dice.randrange(REGISTERS - FIXED)

    def target(self, kind):
        """A register to write: mostly one of this kind, so that it stays one in loops; rarely one
        of the objects'."""
        same = [r for r, k in enumerate(self.kinds[:-FIXED]) if k == kind]
        if same and self.dice.random() < 0.96:
            return self.dice.choice(same)
        d = self.dice.randrange(REGISTERS if self.dice.random() < 0.02 else REGISTERS - FIXED)
        self.kinds[d] = kind
        return d

    def emit(self, *instruction):
        self.program.append(instruction)

    def label(self):
        self.labels += 1
        return self.labels

    def make(self):
        for _ in range(self.dice.randint(4, 9)):
            self.statement()
        self.emit("return", self.pick("int", "float", "bool"))
        return self.program

    def statement(self):
        choices = {self.assign: 14, self.branch: 3 if self.depth < 4 else 0, self.loop: 5 if self.counters < 3 else 0,
                   self.leave: 0.3 if self.depth else 0}
        self.dice.choices(list(choices), list(choices.values()))[0]()

    def body(self):
        for _ in range(self.dice.randint(1, 6)):
            self.statement()

    def assign(self):
        dice = self.dice
        choice = dice.choices(["int", "float", "mixed", "any", "const", "move", "cmp", "load", "store", "call", "neg",
                               "whole", "real", "invert", "new", "item", "put", "append", "len"],
                              [12, 6, 2, 2, 4, 2, 3, 4, 4, 1.5, 1, 1, 1, 1, 3, 4, 3, 1, 1.5])[0]
        if choice == "int":
            op = dice.choice("+ + + - - * * // % << >> & | ^".split())
            a, b = self.pick("int"), self.pick("int")
            if op in ("//", "%", "<<", ">>") and dice.random() < 0.8:
                b = ALL_REGISTERS - 2
                self.emit("const", b, dice.choice([1, 2, 3, 7, 8, 61] if op in ("<<", ">>") else [2, 3, -7, 8, -1, 1000003]))
            self.emit("bin", op, "int", self.target("int"), a, b)
        elif choice == "float":
            a, b = self.pick("float"), self.pick("float")
            self.emit("bin", dice.choice("+-*"), "float", self.target("float"), a, b)
        elif choice == "mixed":
            a, b = self.pick("float"), self.pick("int", "float")
            self.emit("bin", dice.choice("+-*"), "mixed", self.target("float"), a, b)
        elif choice == "any":
            a, b = self.pick("int", "float"), self.pick("int", "float")
            kinds = self.kinds + ["int"] * len(COUNTERS)
            kind = "float" if "float" in (kinds[a], kinds[b]) else "int"
            self.emit("bin", dice.choice("+-*"), "any", self.target(kind), a, b)
        elif choice == "const":
            kind = dice.choice(["int", "int", "int", "float", "float", "bool"] + ["none"] * (dice.random() < 0.3))
            self.emit("const", self.target(kind), dice.choice(CONSTANTS[kind]))
        elif choice == "move":
            a = dice.randrange(REGISTERS)
            self.emit("move", self.target(self.kinds[a]), a)
        elif choice == "cmp":
            kind = dice.choice(["int", "int", "float"])
            a, b = self.pick(kind), self.pick(kind)
            self.emit("cmp", dice.choice(list(COMPARE)), kind, self.target("bool"), a, b)
        elif choice == "load":
            o = self.pick("obj")
            self.emit("load", self.target("int"), o, dice.choice(SLOTS))
        elif choice == "store":
            self.emit("store", self.pick("obj"), dice.choice(SLOTS), self.pick("int"))
        elif choice == "call":
            a = self.pick("int", "float")
            self.emit("call", self.target("any"), a)
        elif choice == "neg":
            kind = dice.choice(["int", "float"])
            a = self.pick(kind)
            self.emit("neg", kind, self.target(kind), a)
        elif choice == "whole":
            a = self.pick("float")
            self.emit("whole", self.target("int"), a)
        elif choice == "new":
            a, b = self.pick("int", "float"), self.pick("int", "obj")
            self.emit("new", REGISTERS - 1 - dice.choice([1, 2, 3]), a, b)
        elif choice == "item":
            a, i = self.pick("list"), self.index()
            self.emit("item", self.target("int"), a, i)
        elif choice == "put":
            self.emit("put", self.pick("list"), self.index(), self.pick("int"))
        elif choice == "append":
            self.emit("append", self.pick("list"), self.pick("int"))
        elif choice == "len":
            self.emit("len", self.target("int"), self.pick("list"))
        else:
            a = self.pick("int")
            self.emit(choice, self.target("float" if choice == "real" else "int"), a)

    def index(self):
        if self.depth and self.dice.random() < 0.6:
            return COUNTERS[self.depth - 1]
        if self.dice.random() < 0.3:
            return self.pick("int")
        self.emit("const", ALL_REGISTERS - 2, self.dice.choice([0, 1, 2, -1, -2]))
        return ALL_REGISTERS - 2

    def condition(self, target):
        dice = self.dice
        choice = dice.choice(["cmp", "cmp", "cmp", "bool", "type", "none"])
        if choice == "cmp":
            kind = dice.choice(["int", "int", "float"])
            self.emit("if_cmp", dice.choice(list(COMPARE)), kind, self.pick(kind), self.pick(kind), target)
        elif choice == "bool" and "bool" in self.kinds:
            self.emit("if", self.pick("bool"), target)
        elif choice == "type":
            types = dice.choice([("INT", "BIGINT"), FLOAT_TYPES, ("BOOL",), ("NONE",), ("INT", "BIGINT", *FLOAT_TYPES)])
            self.emit("if_type", types, dice.randrange(REGISTERS), target)
        else:
            self.emit("if_none", dice.randrange(REGISTERS - FIXED), target)

    def branch(self):
        other, end = self.label(), self.label()
        self.condition(other)
        kinds = list(self.kinds)
        self.body()
        if self.dice.random() < 0.5:
            self.emit("jump", end)
            self.emit("label", other)
            self.kinds = kinds
            self.body()
            self.emit("label", end)
        else:
            self.emit("label", other)

    def loop(self):
        """Counts a register of its own, up or down, and tests it at the top."""
        dice = self.dice
        k = COUNTERS[self.depth]
        limit = self.target("int") if dice.random() < 0.3 else None
        head, end = self.label(), self.label()
        count = dice.choice([1, 2, 3, 10, 20]) if self.depth == 0 else dice.choice([1, 2, 3, 5])
        self.emit("const", k, 0)
        zero = REGISTERS + len(COUNTERS) + self.depth  # holds the bound
        if dice.random() < 0.5:
            self.emit("len", zero, self.pick("list"))
        else:
            self.emit("const", zero, count)
        self.emit("label", head)
        self.emit("if_cmp", "GE", "int", k, zero, end)
        one = ALL_REGISTERS - 1
        self.depth += 1
        self.counters += 1
        if limit is not None and dice.random() < 0.5:
            self.emit("if_cmp", dice.choice(["GT", "EQ"]), "int", k, limit, end)
        self.body()
        self.depth -= 1
        self.emit("const", one, 1)
        self.emit("bin", "+", "int", k, k, one)
        self.emit("jump", head)
        self.emit("label", end)

    def leave(self):
        self.emit("return", self.pick("int", "float"))
        self.emit("label", self.label())


def inputs(seed):
    """Register contents to begin with, but for the objects."""
    dice = random.Random(seed)

    def some(kind):
        return dice.choice(CONSTANTS[kind]) if dice.random() < 0.4 else \
            dice.randint(-50, 50) if kind == "int" else dice.uniform(-50, 50)
    odd = dice.random() < 0.15
    values = [some("int") for _ in range(3)] + [some("float") for _ in range(2)] + [dice.random() < 0.5]
    if odd:
        values[dice.randrange(6)] = dice.choice([None, True, 1.5, 3, 2 ** 70])
    return values


def start_registers(seed, world):
    return inputs(seed) + world.objects + [world.list] + [None] * (ALL_REGISTERS - REGISTERS)


# ---- translation ----------------------------------------------------------------------------

def uses_and_definition(instruction):
    name, *rest = instruction
    if name == "const":
        return [], rest[0]
    if name in ("move", "invert", "whole", "real", "call"):
        return [rest[1]], rest[0]
    if name in ("bin", "cmp"):
        return [rest[3], rest[4]], rest[2]
    if name in ("new", "item"):
        return [rest[1], rest[2]], rest[0]
    if name == "put":
        return rest, None
    if name == "append":
        return rest, None
    if name == "len":
        return [rest[1]], rest[0]
    if name == "neg":
        return [rest[2]], rest[1]
    if name == "load":
        return [rest[1]], rest[0]
    if name == "store":
        return [rest[0], rest[2]], None
    if name in ("if", "if_none", "return"):
        return [rest[0]], None
    if name == "if_cmp":
        return [rest[2], rest[3]], None
    if name == "if_type":
        return [rest[1]], None
    return [], None


def successors(program, labels, pc):
    name, *rest = program[pc]
    if name == "return":
        return []
    if name == "jump":
        return [labels[rest[0]]]
    if name.startswith("if"):
        return [labels[rest[-1]], pc + 1]
    return [pc + 1]


class Translator:
    """Makes the graph of a program, entered at `entry` (0 or a label in a loop)."""

    def __init__(self, program, entry, dice):
        self.program = program
        self.entry = entry
        self.dice = dice
        self.labels = {i[1]: n for n, i in enumerate(program) if i[0] == "label"}
        self.next = 0
        self.live = self.liveness()

    def liveness(self):
        """By pc: the registers that are read before they are written from there on."""
        live = [set() for _ in range(len(self.program) + 1)]
        changed = True
        while changed:
            changed = False
            for pc in reversed(range(len(self.program))):
                out = set().union(*(live[s] for s in successors(self.program, self.labels, pc)))
                used, defined = uses_and_definition(self.program[pc])
                now = (out - {defined}) | set(used)
                changed = changed or now != live[pc]
                live[pc] = now
        return live

    def new(self, letter):
        self.next += 1
        return f"{letter}{self.next}"

    def reachable(self):
        seen, pending = set(), [self.entry]
        while pending:
            pc = pending.pop()
            if pc not in seen:
                seen.add(pc)
                pending += successors(self.program, self.labels, pc)
        return seen

    def translate(self):
        reachable = self.reachable()
        leaders = {self.entry} | {pc for pc in reachable if self.program[pc][0] == "label"} | \
            {s for pc in reachable if self.program[pc][0].startswith("if")
             for s in successors(self.program, self.labels, pc)}
        self.blocks = {pc: number for number, pc in enumerate(sorted(leaders), 1)}
        self.preds = {pc: [] for pc in leaders}
        self.at_end = {}
        self.phis = {}
        self.text = {}
        self.lines = []
        # The entry.
        environment = {}
        for r in sorted(self.live[self.entry]):
            environment[r] = self.new("v")
            kind = f"PARAM {r}" if self.entry == 0 else f"ENTRY_REGISTER {r}"
            self.lines.append(f"{environment[r]} = {kind}")
        self.function = self.new("v")
        self.lines.append(f"{self.function} = FUNCTION")
        self.constants = {}
        self.entry_lines = self.lines
        ends = {}
        for pc in sorted(leaders):
            last = pc
            while last + 1 not in leaders and last in reachable and successors(self.program, self.labels, last) == [last + 1]:
                last += 1
            ends[pc] = last
            for s in successors(self.program, self.labels, last):
                self.preds[s].append(pc)
        self.preds[self.entry].insert(0, None)
        self.at_end[None] = environment
        for pc in sorted(leaders):
            self.block(pc, ends[pc])
        return self.write()

    def block(self, pc, last):
        self.lines = []
        preds = self.preds[pc]
        if len(preds) == 1 and preds[0] in self.at_end:
            self.environment = dict(self.at_end[preds[0]])
            self.phis[pc] = None
        else:
            self.phis[pc] = {r: self.new("v") for r in sorted(self.live[pc])}
            self.environment = dict(self.phis[pc])
        first_environment = dict(self.environment)
        for here in range(pc, last + 1):
            self.instruction(here)
        if not self.lines or self.lines[-1].split()[0] not in ("JUMP", "BRANCH", "RETURN"):
            self.lines.append(f"JUMP b{self.blocks[last + 1]}")
        self.at_end[pc] = self.environment
        self.text[pc] = (self.lines, first_environment)

    def write(self):
        out = [f"graph toy entry {self.entry}", "b0:"]
        out += ["  " + line for line in self.entry_lines] + [f"  JUMP b{self.blocks[self.entry]}"]
        for pc, (lines, environment) in self.text.items():
            preds = self.preds[pc]
            header = f"b{self.blocks[pc]}: preds " + " ".join("b0" if p is None else f"b{self.blocks[p]}" for p in preds)
            if any(p is not None and p >= pc for p in preds) or pc == self.entry:
                header += " " + self.state(pc, environment)
            out.append(header)
            for r, phi in (self.phis[pc] or {}).items():
                out.append(f"  {phi} = PHI " + " ".join(self.at_end[p][r] for p in preds))
            out += ["  " + line for line in lines]
        return "\n".join(out) + "\n"

    def state(self, pc, environment=None):
        environment = self.environment if environment is None else environment
        return f"[pc {pc} f={self.function}" + "".join(
            f" r{r}={environment[r]}" for r in sorted(self.live[pc]) if r in environment) + "]"

    def constant(self, value):
        key = repr(value)
        if key not in self.constants:
            name = self.new("v")
            self.constants[key] = name
            self.entry_lines.append(f"{name} = CONST {key}")
        return self.constants[key]

    def node(self, letter, text):
        name = self.new(letter)
        self.lines.append(f"{name} = {text}")
        return name

    def guard(self, r, types, reason, pc):
        """The value of a register, asserted to be of the types."""
        result = self.node("v", f"GUARD_TYPE {self.environment[r]} {types} ? {reason} {self.state(pc)}")
        if self.dice.random() < 0.7:
            for other, value in list(self.environment.items()):
                if value == self.environment[r] and (other == r or self.dice.random() < 0.5):
                    self.environment[other] = result
            self.environment[r] = result
        return result

    def double(self, r, kind, pc):
        op = "TO_FLOAT" if kind == "float" else "NUMBER_TO_FLOAT"
        return self.node("f", f"{op} {self.environment[r]} ? not_float {self.state(pc)}")

    def compare(self, op, kind, a, b, pc):
        if kind == "int":
            left = self.guard(a, "INT", "not_int", pc)
            return self.node("c", f"INT_CMP {op} {left} {self.guard(b, 'INT', 'not_int', pc)}")
        left = self.double(a, "float", pc)
        return self.node("c", f"FLOAT_CMP {op} {left} {self.double(b, 'float', pc)}")

    def branch(self, condition, pc):
        yes, no = successors(self.program, self.labels, pc)
        self.lines.append(f"BRANCH {condition} b{self.blocks[yes]} b{self.blocks[no]}")

    def instruction(self, pc):
        name, *rest = self.program[pc]
        env = self.environment
        if name == "const":
            env[rest[0]] = self.constant(rest[1])
        elif name == "move":
            env[rest[0]] = env[rest[1]]
        elif name == "bin":
            env[rest[2]] = self.binary(*rest, pc)
        elif name == "neg":
            kind, d, a = rest
            if kind == "int":
                env[d] = self.node("v", f"INT_NEG {self.guard(a, 'INT', 'not_int', pc)} ? overflow {self.state(pc)}")
            else:
                env[d] = self.node("v", f"BOX_FLOAT {self.node('f', 'FLOAT_NEG ' + self.double(a, 'float', pc))}")
        elif name == "invert":
            env[rest[0]] = self.node("v", f"INT_INVERT {self.guard(rest[1], 'INT', 'not_int', pc)}")
        elif name == "cmp":
            op, kind, d, a, b = rest
            env[d] = self.node("v", f"BOOL_VALUE {self.compare(op, kind, a, b, pc)}")
        elif name == "whole":
            env[rest[0]] = self.node("v", f"FLOAT_TO_INT {self.double(rest[1], 'float', pc)} ? overflow {self.state(pc)}")
        elif name == "real":
            value = self.node("f", f"INT_TO_FLOAT {self.guard(rest[1], 'INT', 'not_int', pc)}")
            env[rest[0]] = self.node("v", f"BOX_FLOAT {value}")
        elif name in ("load", "store"):
            o = rest[1] if name == "load" else rest[0]
            known = self.node("v", f"GUARD_SHAPE {env[o]} {SHAPE} ? shape {self.state(pc)}")
            if self.dice.random() < 0.7:
                env[o] = known
            if name == "load":
                env[rest[0]] = self.node("v", f"LOAD {known} +{rest[2]} @SLOT")
            else:
                self.lines.append(f"STORE {known} {env[rest[2]]} +{rest[1]} @SLOT")
                self.lines.append(f"WROTE {known} @NONE")
        elif name == "new":
            made = self.node("v", f"ALLOC {SHAPE} size 48 kind 4 : INSTANCE {self.state(pc)}")
            self.lines.append(f"STORE {made} {env[rest[1]]} +16 @SLOT")
            self.lines.append(f"STORE {made} {env[rest[2]]} +24 @SLOT")
            env[rest[0]] = made
        elif name in ("item", "put"):
            self.access(name, rest, pc)
        elif name == "append":
            known = self.guard(rest[0], "LIST", "type", pc)
            self.node("w", f"CALL_RT list_append {known} {env[rest[1]]} {self.state(pc + 1)}")
        elif name == "len":
            env[rest[0]] = self.node("v", f"LOAD_SIZE {self.guard(rest[1], 'LIST', 'type', pc)} +8 @LIST")
        elif name == "call":
            env[rest[0]] = self.call(f"CALL_RT get_item {env[rest[1]]} {env[rest[1]]}", pc, rest[0])
        elif name == "jump":
            self.lines.append(f"JUMP b{self.blocks[self.labels[rest[0]]]}")
        elif name == "if":
            self.branch(self.node("c", f"IS_TRUE {self.guard(rest[0], 'BOOL', 'not_bool', pc)}"), pc)
        elif name == "if_cmp":
            self.branch(self.compare(*rest[:4], pc), pc)
        elif name == "if_type":
            self.branch(self.node("c", f"IS_TYPE {env[rest[1]]} {'|'.join(rest[0])}"), pc)
        elif name == "if_none":
            self.branch(self.node("c", f"SAME {env[rest[0]]} {self.constant(None)}"), pc)
        elif name == "return":
            self.lines.append(f"RETURN {env[rest[0]]}")

    def access(self, name, rest, pc):
        """item and put."""
        a, i = (rest[1], rest[2]) if name == "item" else (rest[0], rest[1])
        a_list = self.guard(a, "LIST", "type", pc)
        index = self.guard(i, "INT", "not_int", pc)
        length = self.node("v", f"LOAD_SIZE {a_list} +8 @LIST")
        index = self.node("v", f"INT_INDEX {index} {length}")
        index = self.node("v", f"GUARD_BOUNDS {index} {length} ? bounds {self.state(pc)}")
        array = self.node("w", f"LOAD_WORD {a_list} +16 @LIST")
        if name == "item":
            self.environment[rest[0]] = self.node("v", f"LOAD_ELEMENT {array} {index} +0 @ELEMENT")
        else:
            self.lines.append(f"STORE_ELEMENT {array} {index} {self.environment[rest[2]]} +0 @ELEMENT")
            self.lines.append(f"WROTE {a_list} @NONE")

    def call(self, text, pc, d):
        """Its state is behind the instruction, without the result."""
        before = {r: value for r, value in self.environment.items() if r != d}
        result = self.node("v", f"{text} {self.state(pc + 1, before)}")
        self.environment[d] = result
        self.lines.append(f"GUARD_VALID ? invalidated {self.state(pc + 1)}")
        return result

    def binary(self, op, kind, d, a, b, pc):
        if kind == "any":
            word = self.node("w", f"CONST_WORD {'+-*'.index(op)}")
            return self.call(f"CALL_RT binary {self.environment[a]} {self.environment[b]} {word}", pc, d)
        if kind == "int":
            left = self.guard(a, "INT", "not_int", pc)
            right = self.guard(b, "INT", "not_int", pc)
            names = {"+": "ADD", "-": "SUB", "*": "MUL", "//": "FLOORDIV", "%": "MOD", "<<": "SHL", ">>": "SHR",
                     "&": "AND", "|": "OR", "^": "XOR"}
            leaves = "" if op in "&|^" else f" ? {'overflow' if op in '+-*' else 'division'} {self.state(pc)}"
            return self.node("v", f"INT_{names[op]} {left} {right}{leaves}")
        left = self.double(a, "float", pc)
        right = self.double(b, "float" if kind == "float" else "number", pc)
        value = self.node("f", f"FLOAT_{ {'+': 'ADD', '-': 'SUB', '*': 'MUL'}[op] } {left} {right}")
        return self.node("v", f"BOX_FLOAT {value}")


def loop_entries(program):
    """The pcs at which loops begin."""
    labels = {i[1]: n for n, i in enumerate(program) if i[0] == "label"}
    return sorted({labels[i[-1]] for n, i in enumerate(program) if i[0] == "jump" and labels[i[-1]] <= n})
