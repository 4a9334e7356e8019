"""Random expressions of a wanted kind (see source.py)."""

SMALL = ("0", "1", "2", "3", "4", "5", "7", "8", "10", "13", "16", "31", "63", "97", "100", "255", "256", "257",
         "1000", "-1", "-2", "-3", "-7", "-10", "-64", "-100")
EDGES = tuple(f"{sign}2 ** {power}{more}" for sign in ("", "-") for power in (15, 30, 31, 32, 53, 60, 61, 62, 63, 64)
              for more in ("", " - 1", " + 1")) + ("10 ** 18", "3 ** 39", "-10 ** 19", "10 ** 20")
FLOATS = ("0.0", "-0.0", "0.5", "1.0", "-1.0", "1.5", "2.0", "0.1", "-0.1", "3.0", "1e10", "-2.5", "1e-9", "100.0",
          "4503599627370496.5", "9007199254740993.0", "2305843009213693952.0", "9223372036854775808.0", "1e16")
STRANGE = ("INF", "-INF", "NAN", "1e308", "-1e308", "5e-324", "2.2250738585072014e-308", "1.7976931348623157e+308")
TEXTS = ("''", "'a'", "'b'", "'xyz'", "'0'", "'12'", "'-7'", "'q w'", "'\\u00e9'", "'\\u20ac'", "'\\U0001f600'")


def constant(scope, kind):
    s = scope.source
    if kind == "small":
        return str(s.number(0, 20))
    if kind == "int":
        return "(" + s.pick(*EDGES) + ")" if s.chance(0.2) else "(%s)" % s.pick(*SMALL)
    if kind == "float":
        return "(" + (s.pick(*STRANGE) if s.chance(0.15) else s.pick(*FLOATS)) + ")"
    if kind == "num":
        return constant(scope, s.pick("int", "int", "float")) if s.chance(0.9) else s.pick("True", "False")
    if kind == "any":
        return s.weighted({"None": 3, "True": 1, "False": 1, constant(scope, "int"): 3, constant(scope, "float"): 3,
                           s.pick(*TEXTS): 3, f"({constant(scope, 'small')}, {constant(scope, 'int')})": 1})
    if kind == "str":
        return s.pick(*TEXTS)
    if kind == "ints":
        return "[%s]" % ", ".join(constant(scope, "int") for _ in range(s.number(0, 6)))
    if kind == "list":
        return "[%s]" % ", ".join(constant(scope, "any") for _ in range(s.number(0, 6)))
    if kind == "dict":
        return "{%s}" % ", ".join(f"{key(scope)}: {constant(scope, 'num')}" for _ in range(s.number(0, 5)))
    if kind == "obj":
        return f"{s.pick(*scope.world.classes)}({constant(scope, 'num')}, {constant(scope, 'int')})"
    raise AssertionError(kind)


def key(scope):
    """A dict key: few enough for hits."""
    s = scope.source
    small = scope.counter()
    if small and s.chance(0.5):
        return s.pick(f"{small} & 7", f"{small} % 5", f"{small} % 23", f"'k' + str({small} % 4)")
    return s.pick("0", "1", "2", "3", "-1", "'k0'", "'k1'", "'a'", "True")


def leaf(scope, kind):
    """A variable or a constant."""
    s = scope.source
    kinds = {"int": ("int", "int", "small"), "num": ("num", "num", "int", "float", "small"),
             "any": ("any", "any", "num", "int", "str")}.get(kind, (kind,))
    name = scope.variable(s.pick(*kinds))
    if name and s.chance(0.75):
        return name
    return constant(scope, kind)


def expression(scope, kind, depth=2):
    if depth <= 0 or scope.source.chance(0.15):
        return leaf(scope, kind)
    return MAKERS[kind](scope, depth - 1)


def argument(scope, kind, depth):
    return expression(scope, kind, min(depth, 1))


def nonzero(scope, depth):
    """An integer that is not 0, unless an error would be caught."""
    s = scope.source
    if scope.risky and s.chance(0.2):
        return expression(scope, "int", depth)
    inner = expression(scope, "int", depth)
    return s.weighted({s.pick("2", "3", "7", "10", "-3", "-7", "64", "1000003", "(2 ** 31)", "(-2 ** 62)"): 6,
                       f"(({inner} & 15) + 1)": 2, f"({inner} | 1)": 2, f"({inner} or 5)": 1, "-1": 1})


def small(scope, depth):
    return leaf(scope, "small")


def integer(scope, depth):
    s = scope.source
    a = expression(scope, "int", depth)

    def b():
        return expression(scope, "int", depth)
    choice = s.weighted({"+": 10, "-": 8, "*": 6, "*var": 1, "//": 3, "%": 4, "&": 3, "|": 2, "^": 2, "<<": 3, ">>": 3,
                         "-x": 1, "~": 1, "abs": 1, "minmax": 2, "divmod": 1, "len": 2, "if": 3, "bool": 2, "call": 5,
                         "attribute": 3, "method": 3, "item": 3, "bit_length": 1, "int": 2, "get": 1, "sum": 1,
                         "pow": 1, "call object": 1, "walrus": 1, "and": 1, "closure": 2, "star": 1, "global": 2})
    if choice in "+-&|^":
        return f"({a} {choice} {b()})"
    if choice == "*":
        return f"({a} * {leaf(scope, 'small') if s.chance(0.7) else s.pick('3', '-5', '31', '1000003', '(2 ** 31)')})"
    if choice == "*var":
        return f"({a} * {b()})"
    if choice in ("//", "%"):
        return f"({a} {choice} {nonzero(scope, depth)})"
    if choice in ("<<", ">>"):
        count = s.pick("1", "3", "8", "31", "61", f"({leaf(scope, 'small')} & 31)", f"({leaf(scope, 'small')} % 67)")
        if scope.risky and s.chance(0.1):
            count = f"({leaf(scope, 'small')} - 2)"
        return f"({a} {choice} {count})"
    if choice == "-x":
        return f"(-{a})"
    if choice == "~":
        return f"(~{a})"
    if choice == "abs":
        return f"abs({a})"
    if choice == "minmax":
        return f"{s.pick('min', 'max')}({a}, {b()})"
    if choice == "divmod":
        return f"divmod({a}, {nonzero(scope, depth)})[{s.pick('0', '1', '-1')}]"
    if choice == "len":
        return f"len({leaf(scope, s.pick('str', 'ints', 'list', 'dict'))})"
    if choice == "if":
        return f"({a} if {condition(scope, depth)} else {b()})"
    if choice == "bool":
        return f"({a} + {condition(scope, depth)})"
    if choice == "bit_length":
        return f"({a}).bit_length()"
    if choice == "int":
        inner = expression(scope, "float", depth)
        if scope.risky and s.chance(0.5):
            return f"int({inner})"
        return f"(int({inner}) if abs({inner}) < 1e17 else {a})"
    if choice == "item" and scope.has("ints"):
        name = scope.variable("ints")
        if scope.risky and s.chance(0.5):
            return f"{name}[{leaf(scope, 'small')}{s.pick('', '', ' - 3', ' % 7')}]"
        index = s.pick(f"{leaf(scope, 'small')} % len({name})", "-1", "0", f"-({leaf(scope, 'small')} % len({name}))")
        return f"({name}[{index}] if {name} else {a})"
    if choice == "get" and scope.has("dict"):
        return f"int(str({scope.variable('dict')}.get({key(scope)}, 3))[0:1].replace('-', '1').replace('i', '2')" \
               f".replace('n', '3').replace('T', '4').replace('F', '5'))"
    if choice == "sum" and scope.has("ints"):
        return s.pick(f"sum({scope.variable('ints')})", f"sum({scope.variable('ints')}[-3:])")
    if choice == "pow":
        return f"pow({a}, {s.pick('2', '3', '5')}, {s.pick('7', '-7', '1000003', '(2 ** 61 - 1)')})"
    if choice == "walrus" and scope.function and not scope.suspended:
        return f"((w := {a}) - (w & 7))"
    if choice == "and":
        return f"({a} {s.pick('and', 'or')} {b()})"
    if choice == "global" and scope.world.globals:
        return s.pick(*scope.world.globals)
    if choice == "star" and scope.world.functions_of("int"):
        return starred_call(scope, s.pick(*scope.world.functions_of("int")), depth)
    if choice == "closure" and scope.world.closures:
        return f"{s.pick(*scope.world.closures)}({a})"
    if choice in ("attribute", "method", "call object") and scope.has("obj"):
        name = scope.variable("obj")
        return {"attribute": f"{name}.y", "method": f"{name}.m0({argument(scope, 'int', depth)})",
                "call object": f"{name}({argument(scope, 'int', depth)})"}[choice]
    if scope.world.functions_of("int"):
        return call(scope, s.pick(*scope.world.functions_of("int")), depth)
    return f"({a} + {b()})"


def call(scope, function, depth):
    """A call of one of the program's functions: positional, by keyword, defaults left out."""
    s = scope.source
    arguments, named = [], False
    for name, kind, optional in function.parameters:
        if optional and s.chance(0.4):
            named = True
            continue
        value = argument(scope, kind, depth)
        named = named or s.chance(0.1)
        arguments.append(f"{name}={value}" if named else value)
    return f"{function.name}({', '.join(arguments)})"


def starred_call(scope, function, depth):
    s = scope.source
    values = [(name, argument(scope, kind, depth)) for name, kind, _ in function.parameters]
    cut = s.number(0, len(values))
    head = ", ".join(value for _, value in values[:cut])
    tail = ", ".join(f"'{name}': {value}" for name, value in values[cut:])
    return f"{function.name}(*({head}{',' if cut else ''}), **{{{tail}}})"


def floating(scope, depth):
    s = scope.source
    a, b = expression(scope, "float", depth), expression(scope, s.pick("float", "float", "int"), depth)
    choice = s.weighted({"+": 6, "-": 5, "*": 6, "/": 4, "//": 1, "%": 2, "float": 2, "neg": 1, "abs": 1, "sqrt": 1,
                         "round": 1, "minmax": 1, "if": 2, "call": 3, "/int": 2, "**": 1})
    if choice in "+-*":
        return f"({a} {choice} {b})"
    if choice in ("/", "//", "%"):
        if scope.risky and s.chance(0.3):
            return f"({a} {choice} {b})"
        return f"({a} {choice} {s.pick('2.0', '-3.0', '0.1', '1e10', '-7', 'INF', '7', '1e-9')})"
    if choice == "/int":
        return f"({leaf(scope, 'int')} / {s.pick('2', '3', '-7', '10', '(2 ** 62)')})"
    if choice == "float":
        return f"float({expression(scope, 'small', depth)})"
    if choice == "neg":
        return f"(-{a})"
    if choice == "abs":
        return f"abs({a})"
    if choice == "sqrt":
        return s.pick(f"math.sqrt(abs({a}))", f"math.fabs({a})", f"(abs({a}) ** 0.5)", f"math.hypot({a}, 3.0)")
    if choice == "round":
        return f"round({a}, {s.pick('2', '0', '-1', '5')})"
    if choice == "minmax":
        return f"({s.pick('min', 'max')}({a}, {b}) * 1.0)"
    if choice == "if":
        return f"({a} if {condition(scope, depth)} else {expression(scope, 'float', depth)})"
    if choice == "**":
        return f"({a} {s.pick('** 2', '* 0.5', '- 1.0')})" if scope.risky else f"({a} * {a})"
    if scope.world.functions_of("float"):
        return call(scope, s.pick(*scope.world.functions_of("float")), depth)
    return f"({a} + {b})"


def number(scope, depth):
    """Integer or float, whichever it happens to be."""
    s = scope.source
    a, b = expression(scope, "num", depth), expression(scope, s.pick("num", "int", "float"), depth)
    choice = s.weighted({"+": 6, "-": 5, "*": 3, "kind": 4, "if": 2, "call": 4, "attribute": 3, "method": 3,
                         "minmax": 1, "abs": 1, "pool": 2, "get": 2, "property": 1, "%": 2, "/": 1, "//": 1})
    if choice in "+-":
        return f"({a} {choice} {b})"
    if choice == "*":
        return f"({a} * {s.pick('2', '0.5', '-1', leaf(scope, 'small'))})"
    if choice in ("%", "//", "/"):
        if scope.risky and s.chance(0.4):
            return f"({a} {choice} {b})"
        return f"({a} {choice} {s.pick('7', '2.5', '-3', '1000003')})"
    if choice == "kind":
        return expression(scope, s.pick("int", "float"), depth)
    if choice == "if":
        return f"({a} if {condition(scope, depth)} else {b})"
    if choice == "minmax":
        return f"{s.pick('min', 'max')}({a}, {b})"
    if choice == "abs":
        return f"abs({a})"
    if choice == "pool":
        return f"NUMBERS[{leaf(scope, 'small')} % {s.pick('2', '3', '7', 'len(NUMBERS)')}]"
    if choice == "get" and scope.has("dict"):
        return f"{scope.variable('dict')}.get({key(scope)}, {leaf(scope, 'num')})"
    if choice in ("attribute", "method", "property") and scope.has("obj"):
        name = scope.variable("obj")
        return {"attribute": f"{name}.x", "method": f"{name}.m1({argument(scope, 'num', depth)})",
                "property": f"{name}.p"}[choice]
    if scope.world.functions_of("num"):
        return call(scope, s.pick(*scope.world.functions_of("num")), depth)
    return f"({a} + {b})"


def anything(scope, depth):
    s = scope.source
    choice = s.weighted({"constant": 3, "pool": 3, "number": 3, "str": 2, "if": 2, "or": 1, "z": 2, "bool": 1,
                         "pair": 1, "item": 1, "add": 2 if scope.risky else 0})
    if choice == "pool":
        return f"VALUES[{leaf(scope, 'small')} % {s.pick('2', '3', '5', 'len(VALUES)')}]"
    if choice == "number":
        return expression(scope, s.pick("num", "int", "float"), depth)
    if choice == "str":
        return expression(scope, "str", depth)
    if choice == "if":
        return f"({leaf(scope, 'any')} if {condition(scope, depth)} else {leaf(scope, 'any')})"
    if choice == "or":
        return f"({leaf(scope, 'any')} {s.pick('or', 'and')} {leaf(scope, 'any')})"
    if choice == "bool":
        return condition(scope, depth)
    if choice == "pair":
        return f"({leaf(scope, 'int')}, {leaf(scope, 'small')})"
    if choice == "item" and scope.has("list"):
        name = scope.variable("list")
        return f"({name}[{leaf(scope, 'small')} % len({name})] if {name} else None)"
    if choice == "z" and scope.has("obj"):
        return f"getattr({scope.variable('obj')}, 'z', {constant(scope, 'any')})"
    if choice == "add":
        return f"trim({leaf(scope, 'any')} {s.pick('+', '+', '-')} {leaf(scope, 'any')})"
    return constant(scope, "any")


def string(scope, depth):
    s = scope.source
    a, b = expression(scope, "str", depth), expression(scope, "str", depth)
    choice = s.weighted({"+": 4, "slice": 3, "str": 2, "f": 3, "%": 2, "upper": 1, "replace": 1, "join": 1, "*": 1,
                         "index": 1, "if": 1, "chr": 1, "format": 1, "repr": 1})
    if choice == "+":
        return f"({a} + {b})[-20:]"
    if choice == "slice":
        return f"({a})[{s.pick('', '1', '-3', '0', leaf(scope, 'small'))}:{s.pick('', '-1', '5', '9')}]"
    if choice == "str":
        return f"str({expression(scope, s.pick('int', 'float', 'num'), depth)})[:12]"
    if choice == "f":
        name = leaf(scope, s.pick("int", "float", "num"))
        return "f\"{%s%s}\"[:30]" % (name.replace('"', "'"), s.pick("", ":6", "!r", "!s:>5"))
    if choice == "%":
        return f"({s.pick(repr('%s-'), repr('<%5s>'), repr('%r'))} % ({leaf(scope, s.pick('num', 'any', 'str'))},))[:20]"
    if choice == "upper":
        return f"{a}.{s.pick('upper()', 'strip()', 'lower()', 'title()', 'zfill(4)', 'rjust(3)')}"
    if choice == "replace":
        return f"{a}.replace({s.pick(*TEXTS[1:])}, {s.pick(*TEXTS)})[:20]"
    if choice == "join":
        return f"{s.pick(*TEXTS)}.join([{a}, {b}])[:20]"
    if choice == "*":
        return f"({a}[:4] * ({leaf(scope, 'small')} & 3))"
    if choice == "index":
        return f"({a} or 'w')[{s.pick('0', '-1')}]"
    if choice == "if":
        return f"({a} if {condition(scope, depth)} else {b})"
    if choice == "chr":
        return f"chr(97 + {leaf(scope, 'small')} % 26)"
    if choice == "format":
        return f"format({leaf(scope, 'int')}, {s.pick(repr('x'), repr('+d'), repr(','), repr('b'))})[:12]"
    return f"repr({leaf(scope, 'any')})[:20]"


def integers(scope, depth):
    s = scope.source
    choice = s.weighted({"constant": 2, "range": 2, "comprehension": 3, "slice": 2, "sorted": 1, "concat": 1,
                         "multiply": 1, "set": 1})
    name = scope.variable("ints")
    if choice == "range":
        return f"list(range({leaf(scope, 'small')} % {s.pick('9', '17')}))"
    if choice == "comprehension":
        loop = s.fresh("c")
        inner = comprehension_value(scope, "int", loop, depth)
        test = f" if {loop} % {s.pick('2', '3')}" if s.chance(0.4) else ""
        return f"[{inner} for {loop} in range({s.pick('5', '8', leaf(scope, 'small') + ' % 6')}){test}]"
    if choice == "slice" and name:
        return f"{name}[{s.pick('', '1', '-4')}:{s.pick('', '8', '-1')}{s.pick('', '', ':2', ':-1')}]"
    if choice == "sorted" and name:
        return f"sorted({name}{s.pick('', ', reverse=True', ', key=lambda v: v % 7')})"
    if choice == "concat" and name:
        return f"({name} + {constant(scope, 'ints')})[-12:]"
    if choice == "multiply":
        return f"[{leaf(scope, 'int')}] * ({leaf(scope, 'small')} % 9)"
    if choice == "set" and name:
        return f"sorted({{v % 5 for v in {name}}})"
    return constant(scope, "ints")


def comprehension_value(scope, kind, loop, depth):
    """An expression in which the comprehension's variable is one more small integer."""
    scope.add(loop, "small")
    scope.suspended += 1
    value = expression(scope, kind, depth)
    scope.suspended -= 1
    scope.remove(loop, "small")
    return value


def mixed_list(scope, depth):
    s = scope.source
    choice = s.weighted({"constant": 3, "comprehension": 2, "slice": 2, "values": 1})
    if choice == "comprehension":
        loop = s.fresh("c")
        return f"[{comprehension_value(scope, 'any', loop, depth)} for {loop} in range({s.pick('4', '7')})]"
    if choice == "slice" and scope.has("list"):
        return f"{scope.variable('list')}[{s.pick('', '1', '-4')}:{s.pick('', '8', '-1')}]"
    if choice == "values" and scope.has("dict"):
        return f"list({scope.variable('dict')}.values())"
    return constant(scope, "list")


def dictionary(scope, depth):
    s = scope.source
    if s.chance(0.4):
        loop = s.fresh("c")
        value = comprehension_value(scope, "num", loop, depth)
        return f"{{{s.pick(loop, loop + ' & 3', 'str(' + loop + ')')}: {value} for {loop} in range({s.pick('3', '6')})}}"
    if s.chance(0.3) and scope.has("dict"):
        return f"dict({scope.variable('dict')})"
    return constant(scope, "dict")


def instance(scope, depth):
    s = scope.source
    return f"{s.pick(*scope.world.classes)}({argument(scope, 'num', depth)}, {argument(scope, 'int', depth)})"


MAKERS = {"small": small, "int": integer, "float": floating, "num": number, "any": anything, "str": string,
          "ints": integers, "list": mixed_list, "dict": dictionary, "obj": instance}
COMPARE = "<", "<=", ">", ">=", "==", "!="


def condition(scope, depth=1):
    s = scope.source
    depth = min(depth, 1)
    small_name = scope.counter()
    choice = s.weighted({"int": 5, "mixed": 4, "counter": 8 if small_name else 0, "none": 2, "isinstance": 3,
                         "not": 1, "and": 2, "chain": 2, "in": 2, "truth": 2, "str": 1, "type": 2, "object": 1,
                         "any": 1})
    if choice == "int":
        return f"({expression(scope, 'int', depth)} {s.pick(*COMPARE)} {expression(scope, 'int', depth)})"
    if choice == "mixed":
        return f"({expression(scope, 'num', depth)} {s.pick(*COMPARE)} {expression(scope, s.pick('int', 'float'), depth)})"
    if choice == "counter":
        period = s.pick(2, 3, 5, 7, 16, 50, 97, 131)
        return s.pick(f"({small_name} % {period} == {s.number(0, period - 1)})", f"({small_name} & {s.pick(1, 3, 7, 64)})",
                      f"({small_name} {s.pick('<', '>', '==', '!=')} {s.pick(3, 10, 50, 100, 170, 250, 600)})")
    if choice == "none":
        return f"({scope.variable('any') or 'VALUES[0]'} {s.pick('is', 'is not')} None)"
    if choice == "isinstance":
        return f"isinstance({leaf(scope, s.pick('any', 'num'))}, {s.pick('int', 'float', 'str', '(int, str)', 'bool')})"
    if choice == "type":
        return f"(type({leaf(scope, s.pick('any', 'num'))}) {s.pick('is', 'is not', '==')} {s.pick('int', 'float', 'str', 'bool')})"
    if choice == "not":
        return f"(not {condition(scope, depth - 1)})" if depth > 0 else f"(not {leaf(scope, 'any')})"
    if choice == "and":
        if depth > 0:
            return f"({condition(scope, depth - 1)} {s.pick('and', 'or')} {condition(scope, depth - 1)})"
        return f"({leaf(scope, 'any')} == {leaf(scope, 'num')})"
    if choice == "chain":
        return f"({leaf(scope, 'num')} {s.pick('<', '<=')} {leaf(scope, 'int')} {s.pick('<', '<=', '!=')} {leaf(scope, 'num')})"
    if choice == "in":
        where = scope.variable(s.pick("ints", "dict", "dict")) or "(1, 2, 3)"
        return f"({s.pick(*SMALL[:8])} {s.pick('in', 'not in')} {where})"
    if choice == "str":
        return f"({leaf(scope, 'str')} {s.pick(*COMPARE)} {leaf(scope, 'str')})"
    if choice == "object" and scope.has("obj"):
        return f"({scope.variable('obj')} {s.pick('<', '==')} {scope.variable('obj')})"
    if choice == "any":
        return f"({leaf(scope, 'any')} {s.pick('==', '!=')} {leaf(scope, 'any')})"
    return leaf(scope, s.pick("any", "num", "str", "ints", "float"))
