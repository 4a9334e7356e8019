"""What the steps of a random program share: functions, closures, generators, classes, context
managers, globals; and the changes that are made to them while loops run."""

from dataclasses import dataclass

from expressions import condition, constant, expression, leaf
from source import Scope
from statements import assign, body, declare, keep

PRELUDE = '''
import sys, math

INF = float("inf")
NAN = float("nan")


class Oops(Exception):
    pass


class WorseOops(Oops):
    def __str__(self):
        return "worse: %r" % (self.args,)


def mix(h, value):
    """The checksum of everything so far."""
    return (h * 31 + int.from_bytes(repr(value).encode(), "little")) % 2305843009213693951


def fit(n):
    if n > 1152921504606846976 or n < -1152921504606846976:
        return n % 1000003
    return n


def trim(value):
    if isinstance(value, (str, tuple)):
        return value[:8]
    if isinstance(value, int):
        return fit(value)
    return value


def describe(e):
    """An exception with its lines and what it came from."""
    lines = []
    trace = e.__traceback__
    while trace is not None:
        lines.append((trace.tb_lineno, trace.tb_frame.f_code.co_name))
        trace = trace.tb_next
    # Which calls say what they were doing at the recursion limit is CPython's accident.
    text = str(e)[:80] if not isinstance(e, RecursionError) else ""
    return (type(e).__name__, text, lines[:3], lines[-3:], len(lines),
            type(e.__cause__).__name__, type(e.__context__).__name__)


def caller():
    frame = sys._getframe(1)
    return frame.f_code.co_name, frame.f_lineno


def brief_locals(names):
    return sorted((name, repr(value)[:40]) for name, value in names.items()
                  if isinstance(value, (int, float, str, type(None))))


def run(name, function, *arguments):
    try:
        result = function(*arguments)
    except Exception as e:
        print(name, "raised", describe(e))
    else:
        print(name, mix(0, result), repr(result)[:100])
'''


@dataclass
class Function:
    """parameters: (name, kind, has a default)."""

    name: str
    parameters: list
    result: str


class World:
    def __init__(self, source):
        self.source = source
        self.functions = []
        self.classes = []
        self.generators = []
        self.closures = []
        self.managers = []
        self.raising = []
        self.globals = []
        self.changes = []

    def functions_of(self, kind):
        return [function for function in self.functions if function.result == kind]

    def scope(self, work=1, function=True):
        scope = Scope(self.source, self, work, function)
        for name in self.globals:
            scope.add(name, "int")
            scope.fixed.add(name)
        return scope


def write_world(source):
    world = World(source)
    source.block_of(PRELUDE)
    numbers = Scope(source, world)
    source.line("NUMBERS = [%s]" % ", ".join(constant(numbers, "num") for _ in range(source.number(4, 9))))
    source.line("VALUES = [%s]" % ", ".join(constant(numbers, "any") for _ in range(source.number(4, 9))))
    for _ in range(source.number(1, 2)):
        name = source.fresh("G")
        source.line(f"{name} = {constant(numbers, 'int')}")
        world.globals.append(name)
    for _ in range(source.number(1, 2)):
        write_raising(world)
    for _ in range(source.number(2, 4)):
        write_function(world, source.pick("int", "int", "num", "float"))
    for _ in range(source.number(1, 3)):
        write_class(world)
    for _ in range(source.number(0, 1)):
        write_closure(world)
        write_generator(world)
    if source.chance(0.4):
        write_manager(world)
    for _ in range(source.number(1, 2)):
        write_function(world, source.pick("int", "num"))
    write_changes(world)
    return world


def write_function(world, result):
    """A small function of the sort that gets inlined."""
    s = world.source
    scope = world.scope(work=s.pick(1, 1, 4))
    scope.loops = 2 if scope.work == 1 else 0
    name = s.fresh("f")
    parameters = []
    for number in range(s.number(1, 3)):
        parameters.append(("abc"[number], s.pick(result, "int", "num"), number > 0 and s.chance(0.4)))
    optional = False
    texts = []
    for number, (parameter, kind, has_default) in enumerate(parameters):
        optional = optional or has_default
        parameters[number] = (parameter, kind, optional)
        texts.append(f"{parameter}={constant(scope, kind)}" if optional else parameter)
        scope.add(parameter, kind)
    with s.block(f"def {name}({', '.join(texts)}):"):
        style = s.weighted({"expression": 5, "branch": 4, "body": 3, "recursive": 1 if result == "int" else 0,
                            "variadic": 0})
        if style == "branch":
            with s.block(f"if {condition(scope)}:"):
                s.line(f"return {expression(scope, result, 1)}")
        elif style == "body":
            s.line("h = 0")
            scope.size = 60
            declare(scope, result, "r")
            body(scope, s.number(1, 3))
        elif style == "recursive":
            first = parameters[0][0]
            with s.block(f"if {first} > 0 and isinstance({first}, int):"):
                more = "".join(f", {p}" for p, _, _ in parameters[1:])
                s.line(f"return {leaf(scope, 'int')} + {name}(({first} >> {s.pick(1, 2, 8)}) & 1023{more})")
        value = expression(scope, result, 2)
        if s.chance(0.5):
            s.line(f"return {value}")
        else:
            s.line(f"r = {value}")
            keep(scope, "r", "num" if result != "float" else "float", "*")
            s.line("return r")
    s.line("")
    s.line("")
    world.functions.append(Function(name, parameters, result))


def write_raising(world):
    """A function of one small integer that raises for some of them, perhaps from further in."""
    s = world.source
    name = s.fresh("raise_")
    period = s.pick(2, 3, 7, 13)
    error = s.pick("ValueError", "KeyError", "IndexError", "Oops", "WorseOops")
    with s.block(f"def {name}(n):"):
        choice = s.weighted({"plain": 3, "nested": 2, "native": 2, "chained": 2, "finally": 1})
        with s.block(f"if n % {period} == {s.number(0, period - 1)}:"):
            if choice == "plain":
                s.line(f"raise {error}('from', n)")
            elif choice == "nested":
                inner = world.raising[-1] if world.raising else "[].pop"
                s.line(f"return {inner}({s.pick('n + 1', 'n * 3', '0')})")
            elif choice == "native":
                s.line(s.pick("[1, 2, 3][n + 5]", "{}[n]", "int('x%d' % n)", "1 // (n - n)", "None + n", "n.missing",
                              "undefined_name", "len(n)", "[][0]", "'abc'.index('z')", "a, b = (1, 2, 3)", "n()"))
            elif choice == "chained":
                with s.block("try:"):
                    s.line("1 / (n - n)")
                with s.block("except ZeroDivisionError as e:"):
                    s.line(f"raise {error}(n)" + s.pick("", " from e", " from None"))
            else:
                with s.block("try:"):
                    s.line(f"raise {error}(n)")
                with s.block("finally:"):
                    s.line("n += 1")
        s.line("return n + 1")
    s.line("")
    s.line("")
    world.raising.append(name)


def write_closure(world):
    s = world.source
    maker, name = s.fresh("make"), s.fresh("closure")
    with s.block(f"def {maker}(k):"):
        s.line(f"count = {s.pick('0', '2 ** 62', '-5')}")
        with s.block("def step(a):"):
            s.line("nonlocal count")
            s.line(s.pick("count += k", "count = count + (a & 7)", "count = (count * 3 + a) & 0xFFFFFFFF"))
            if s.chance(0.4):
                with s.block(f"if count % {s.pick(50, 77)} == 3:"):
                    s.line("count = -count")
            s.line(f"return a + {s.pick('count', '(count & 1023)', 'k')}")
        s.line("return step")
    s.line("")
    s.line("")
    s.line(f"{name} = {maker}({s.number(-3, 9)})")
    s.line("")
    s.line("")
    world.closures.append(name)


def write_generator(world):
    s = world.source
    name = s.fresh("gen")
    scope = world.scope(work=1)
    scope.loops = 2
    scope.size = 70
    with s.block(f"def {name}(n):"):
        scope.add("n", "small")
        scope.fixed.add("n")
        s.line("h = 0")
        declare(scope, "num", "v")
        declare(scope, "int", "t")
        with s.block("for k in range(n):"):
            scope.add("k", "small")
            scope.fixed.add("k")
            body(scope, s.number(0, 2))
            s.line(f"yield {expression(scope, 'num', 1)}")
        if s.chance(0.3):
            with s.block("try:"):
                s.line("yield h & 255")
            with s.block("finally:"):
                s.line("h += 1")
    s.line("")
    s.line("")
    world.generators.append(name)
    if s.chance(0.5):
        pipe = s.fresh("pipe")
        s.block_of(f"def {pipe}(n):\n    for v in {name}(n):\n        if v {s.pick('!= 2', '< 1000')}:\n"
                   f"            yield v {s.pick('+ 1', '* 2', '- 0.5')}\n    yield from {name}(2)\n\n")
        s.line("")
        world.generators.append(pipe)


def write_class(world):
    """A class with the attributes and methods that every `obj` has."""
    s = world.source
    name = s.fresh("C")
    base = s.pick(*world.classes) if world.classes and s.chance(0.5) else None
    slots = base is None and s.chance(0.25)
    with s.block(f"class {name}({base}):" if base else f"class {name}:"):
        if slots:
            s.line("__slots__ = ('x', 'y', 'z')")
        s.line(f"shared = {s.pick('3', '2 ** 61', '0.5')}")
        s.line(f"table = [{constant(world.scope(), 'int')}, 2, 3]")
        s.line("")
        if not base or s.chance(0.5):
            with s.block("def __init__(self, x, y):"):
                if base and s.chance(0.7):
                    s.line("super().__init__(x, y)")
                    s.line("self.y = y" + s.pick("", " + 1"))
                else:
                    lines = ["self.x = x", "self.y = y", "self.z = None"]
                    s.dice.shuffle(lines)
                    for line in lines[:3 if s.chance(0.6) or "self.z = None" != lines[2] else 2]:
                        s.line(line)
            s.line("")
        for method, kind in ("m0", "int"), ("m1", "num"):
            if base and s.chance(0.4):
                continue
            write_method(world, method, kind, base)
        write_special(world, base)
    s.line("")
    s.line("")
    world.classes.append(name)


def method_scope(world):
    scope = world.scope()
    scope.loops = 2
    scope.size = 70
    scope.add("self.y", "int")
    scope.add("self.x", "num")
    return scope


def write_method(world, name, kind, base):
    s = world.source
    scope = method_scope(world)
    with s.block(f"def {name}(self, a):"):
        scope.add("a", kind)
        if s.chance(0.4):
            assign(scope, s.pick("self.y", "self.y"), "int", 1)
        if s.chance(0.3):
            with s.block(f"if {condition(scope)}:"):
                s.line(f"return {leaf(scope, kind)}")
        value = expression(scope, kind, 2)
        if base and s.chance(0.6):
            value = f"(super().{name}(a) + {value})"
        if s.chance(0.3):
            value = f"({value} + {s.pick('self.shared', 'self.table[0]', 'type(self).shared')})"
            if kind == "int":
                value = f"int({value} % 1000003)"
        s.line(f"r = {value}")
        keep(scope, "r", "num", "*")
        s.line("return r")
    s.line("")


def write_special(world, base):
    s = world.source
    name = "type(self)" if s.chance(0.5) else "self.__class__"
    texts = {
        "p": f"@property\ndef p(self):\n    return self.{s.pick('x', 'y')} {s.pick('+ 1', '- 2', '* 0.5')}\n",
        "__add__": f"def __add__(self, other):\n    return {name}(self.x, fit(self.y + (other.y if hasattr(other, 'y') else 1)))\n",
        "__lt__": "def __lt__(self, other):\n    return self.y < other.y\n",
        "__len__": "def __len__(self):\n    return self.y % 7\n",
        "__getitem__": s.pick("def __getitem__(self, i):\n    if i > 5:\n        raise IndexError(i)\n    return self.y + i\n",
                              "def __getitem__(self, i):\n    return (self.y, 'text', None, 1.5)[i % 4]\n"),
        "__call__": "def __call__(self, a):\n    return fit(self.y + a)\n",
        "__iter__": s.pick("def __iter__(self):\n    yield self.x\n    yield self.y & 15\n",
                           "def __iter__(self):\n    return iter((self.x, 2, self.y % 5))\n",
                           "def __iter__(self):\n    return iter(self.table)\n"),
        "__eq__": "def __eq__(self, other):\n    return self.y == other\n",
        "__repr__": "def __repr__(self):\n    return '%s(%r, %r)' % (type(self).__name__, self.x, self.y)\n",
        "__bool__": "def __bool__(self):\n    return self.y % 3 != 0\n",
    }
    needed = {"p", "__lt__", "__getitem__", "__call__", "__iter__", "__repr__"}
    for special, text in texts.items():
        if special in needed and not base or s.chance(0.25):
            s.block_of(text)
            s.line("")


def write_manager(world):
    s = world.source
    name = s.fresh("Manager")
    swallowed = s.pick("ValueError", "Oops", "KeyError", "Exception")
    s.block_of(f"""
class {name}:
    def __init__(self, n):
        self.n = n

    def __enter__(self):
        {s.pick('return self.n', 'return 5', 'self.n += 1; return self.n')}

    def __exit__(self, kind, value, trace):
        self.n -= 1
        return {s.pick('False', f'kind is not None and issubclass(kind, {swallowed})',
                       'trace is not None and self.n % 2 == 0')}


""")
    world.managers.append(name)


def write_changes(world):
    """Statements that change the world.  Everything keeps taking what it took."""
    s = world.source
    for function in world.functions:
        if s.chance(0.5):
            other = function.name + "_other"
            names = [name for name, _, _ in function.parameters]
            scope = world.scope()
            scope.loops = 2
            texts = []
            for name, kind, optional in function.parameters:
                scope.add(name, kind)
                texts.append(f"{name}=1" if optional else name)
            world_functions, world.functions = world.functions, []
            with s.block(f"def {other}({', '.join(texts)}):"):
                value = expression(scope, function.result, 1)
                s.line(f"return {value}")
            world.functions = world_functions
            s.line("")
            s.line("")
            choice = s.pick("global", "code", "defaults" if any(o for _, _, o in function.parameters) else "global")
            if choice == "global":
                world.changes.append(f"globals()['{function.name}'] = {other}")
            elif choice == "code":
                world.changes.append(f"{function.name}.__code__ = {other}.__code__")
            else:
                count = sum(optional for _, _, optional in function.parameters)
                world.changes.append(f"{function.name}.__defaults__ = ({'2, ' * count})")
            del names
    for name in world.classes:
        s.block_of(f"def {name}_m0(self, a):\n    return fit(self.y {s.pick('+', '-')} a)\n\n")
        s.line("")
        world.changes += [f"{name}.m0 = {name}_m0", f"{name}.shared = {s.pick('7', '2.5', '2 ** 63')}",
                          f"{name}.table.append(4)", f"{name}.table = [9, 8]",
                          f"{name}.m1 = lambda self, a: a",
                          f"{name}.x = property(lambda self: 2, lambda self, v: None)"
                          if s.chance(0.1) else f"{name}.unused = 1"]
    for name in world.globals:
        value = constant(world.scope(), s.pick("int", "int", "float"))
        world.changes.append(f"globals()['{name}'] = {value if '.' not in value else '5'}")
    world.changes += ["NUMBERS.append(2.5)", "NUMBERS.reverse()", "VALUES[0] = 'changed'", "VALUES.append(None)"]
