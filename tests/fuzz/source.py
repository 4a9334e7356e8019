"""What a random program is written with: the dice, the lines, and the variables in sight.

Every variable has a kind, which says what may be done with it without an error being
certain, and how it is kept from growing:

    small   an integer of a few digits: loop counters, never assigned by the program
    int     an integer; most are small, some lie where a machine word ends
    float   a float, infinities and NaN included
    num     integer, float or bool, and another one later
    any     None, bool, integer, float, short string or a pair of numbers
    str     a short string
    ints    a list of integers
    list    a list of anything that `any` may be
    dict    integers and strings to numbers
    obj     an instance of one of the program's classes, all of which have x (num),
            y (int) and z (any, may be missing), m0(int) -> int and m1(num) -> num

Names are expressions as they stand in the program, so that `self.y` is a variable as well.
"""

import contextlib
import random

KINDS = "small", "int", "float", "num", "any", "str", "ints", "list", "dict", "obj"


class Source:
    """The text so far and the random choices."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.lines = []
        self.depth = 0
        self.serial = 0

    def line(self, text):
        self.lines.append("    " * self.depth + text)

    def block_of(self, text):
        for line in text.strip("\n").split("\n"):
            self.line(line) if line else self.lines.append("")

    @contextlib.contextmanager
    def block(self, header):
        self.line(header)
        self.depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.line("pass")
        self.depth -= 1

    def fresh(self, stem):
        self.serial += 1
        return f"{stem}{self.serial}"

    def chance(self, p):
        return self.dice.random() < p

    def pick(self, *choices):
        return self.dice.choice(choices)

    def number(self, low, high):
        return self.dice.randint(low, high)

    def weighted(self, table):
        """One key of {key: weight}."""
        return self.dice.choices(list(table), list(table.values()))[0]

    def text(self):
        return "\n".join(self.lines) + "\n"


class Scope:
    """The variables that code at one place sees, and what it may do there.

    work     how often a loop that starts here may still go round
    loops    how many loops of this function are around
    risky    an error is caught nearby: what may fail is welcome
    """

    def __init__(self, source, world, work=1, function=True):
        self.source = source
        self.world = world
        self.names = {kind: [] for kind in KINDS}
        self.work = work
        self.loops = 0
        self.risky = 0
        self.function = function
        self.generator = False
        self.size = 0
        self.fixed = set()
        self.suspended = 0

    def add(self, name, kind):
        self.names[kind].append(name)
        return name

    def remove(self, name, kind):
        self.names[kind].remove(name)

    def has(self, kind):
        return bool(self.names[kind])

    def variable(self, kind):
        """A variable of the kind to read, or None."""
        names = self.names[kind]
        return self.source.dice.choice(names) if names else None

    def target(self, kind):
        """A variable of the kind to assign, or None."""
        names = [name for name in self.names[kind] if name not in self.fixed]
        return self.source.dice.choice(names) if names else None

    def counter(self):
        """The innermost things that change with every iteration."""
        return self.source.dice.choice(self.names["small"][-2:]) if self.names["small"] else None

    @contextlib.contextmanager
    def danger(self):
        self.risky += 1
        yield
        self.risky -= 1

    @contextlib.contextmanager
    def rounds(self, count):
        """Inside a loop of so many rounds."""
        work, self.work = self.work, max(1, self.work // max(1, count))
        self.loops += 1
        yield
        self.loops -= 1
        self.work = work

    @contextlib.contextmanager
    def held(self, name):
        """The variable is read only meanwhile."""
        had = name in self.fixed
        self.fixed.add(name)
        yield
        if not had:
            self.fixed.discard(name)
