"""Random statements in a scope (see source.py): assignments, loops, exceptions, changes of
containers and objects.

Every loop ends: it runs over a range or something that the program does not make longer without
a limit, or counts a variable that nothing else assigns.  What could grow is cut: `keep` writes
the test behind an assignment that multiplies.
"""

from expressions import SMALL, argument, condition, constant, expression, key, leaf, nonzero

LIMITS = "2 ** 31", "2 ** 40", "2 ** 60", "2 ** 61", "2 ** 62", "2 ** 63", "2 ** 64", "2 ** 80"
ERRORS = "ValueError", "KeyError", "IndexError", "TypeError", "ZeroDivisionError", "Oops", "WorseOops"
CATCHES = ("ValueError", "KeyError", "LookupError", "(ValueError, TypeError)", "ArithmeticError", "Oops", "WorseOops",
           "Exception", "Exception")


def keep(scope, name, kind, value):
    """Behind `name = value`: cuts what has become too big."""
    s = scope.source
    if kind in ("int", "num"):
        if not any(sign in value for sign in ("*", "<<", "(", ".")):
            return
        limit = s.pick(*LIMITS)
        s.line(s.pick(f"if not -({limit}) < {name} < {limit}: {name} = {name} % {s.pick('1000003', '97', '(2 ** 31 - 1)')}",
                      f"if {name} > {limit} or {name} < -({limit}): {name} = {name} % 1000003",
                      f"{name} = fit({name})"))
    elif kind == "str":
        s.line(f"{name} = {name}[:24]")
    elif kind in ("ints", "list"):
        s.line(f"if len({name}) > {s.pick(24, 40)}: del {name}[{s.pick(':10', '10:', '::2')}]")


def assign(scope, name, kind, depth=2):
    value = expression(scope, kind, depth)
    scope.source.line(f"{name} = {value}")
    keep(scope, name, kind, value)


def declare(scope, kind, stem=None):
    """A new variable of the kind with a start value."""
    name = scope.source.fresh(stem or kind[0])
    scope.source.line(f"{name} = {constant(scope, kind)}")
    return scope.add(name, kind)


def assignment(scope):
    s = scope.source
    kind = s.weighted({"int": 10, "float": 5, "num": 7, "any": 5, "str": 3, "ints": 1, "list": 1, "dict": 1, "obj": 1})
    name = scope.target(kind)
    if name:
        assign(scope, name, kind)


def augmented(scope):
    s = scope.source
    kind = s.weighted({"int": 6, "float": 3, "num": 3, "str": 1})
    name = scope.target(kind)
    if not name:
        return
    if kind == "str":
        value = leaf(scope, "str")
        s.line(f"{name} += {value}")
        keep(scope, name, kind, value)
        return
    operator = s.pick("+", "+", "+", "-", "-", "*") if kind != "int" else \
        s.pick("+", "+", "+", "-", "-", "*", "//", "%", "&", "|", "^", "<<", ">>")
    if operator in ("//", "%"):
        s.line(f"{name} {operator}= {nonzero(scope, 1)}")
    elif operator in ("<<", ">>"):
        s.line(f"{name} {operator}= {s.pick('1', '3', '(%s & 15)' % leaf(scope, 'small'))}")
    elif operator == "*":
        s.line(f"{name} *= {leaf(scope, 'small')}")
    else:
        s.line(f"{name} {operator}= {expression(scope, kind if kind != 'num' else s.pick('num', 'int', 'float'), 1)}")
    keep(scope, name, kind, "*")


def swap(scope):
    s = scope.source
    kind = s.pick("int", "int", "num", "any", "float")
    first, second = scope.target(kind), scope.target(kind)
    if first and second and first != second:
        value = s.pick(f"{second}, {first}", f"{second}, {first} + {second}" if kind != "any" else f"{second}, {first}")
        s.line(f"{first}, {second} = {value}")
        keep(scope, second, kind, "*")


def observe(scope):
    """Adds values to the checksum."""
    s = scope.source
    kinds = [s.pick("int", "num", "float", "any", "str", "ints", "list", "dict") for _ in range(s.number(1, 2))]
    values = [leaf(scope, kind) for kind in kinds]
    s.line(f"h = mix(h, {values[0] if len(values) == 1 else '(' + ', '.join(values) + ')'})")


def tell(scope):
    """Prints at a few rounds."""
    s = scope.source
    counter = scope.counter()
    if counter and scope.loops == 1:
        s.line(f"if {counter} in ({s.number(0, 5)}, {s.number(20, 150)}): "
               f"print({s.pick(repr('at'), repr('round'))}, {counter}, {leaf(scope, s.pick('int', 'num', 'any', 'str'))})")


def change_kind(scope):
    """A variable that has been one type for some rounds becomes another."""
    s = scope.source
    counter = scope.counter()
    kind = s.pick("num", "any")
    name = scope.target(kind)
    if not (counter and name):
        return
    test = s.pick(f"{counter} == {s.pick(20, 57, 100, 150)}", f"{counter} > {s.pick(30, 99, 180)}",
                  f"{counter} % {s.pick(41, 83, 111)} == {s.number(0, 40)}")
    with s.block(f"if {test}:"):
        s.line(f"{name} = {constant(scope, kind)}")
        if s.chance(0.3):
            other = scope.target(kind)
            s.line(f"{other} = {constant(scope, kind)}")


def branch(scope):
    s = scope.source
    with s.block(f"if {condition(scope)}:"):
        body(scope, s.number(1, 2))
    if s.chance(0.3):
        with s.block(f"elif {condition(scope)}:"):
            body(scope, 1)
    if s.chance(0.5):
        with s.block("else:"):
            body(scope, s.number(1, 2))


def narrowing(scope):
    """if isinstance(v, int): ... elif ..."""
    s = scope.source
    name = scope.variable("any")
    if not name:
        return
    with scope.held(name):
        for number, kind in enumerate(s.dice.sample(["int", "float", "str"], s.number(1, 3))):
            test = s.pick(f"isinstance({name}, {kind})", f"type({name}) is {kind}")
            with s.block(f"{'elif' if number else 'if'} {test}:"):
                scope.add(name, kind)
                body(scope, s.number(1, 2))
                scope.remove(name, kind)
        if s.chance(0.5):
            with s.block("else:"):
                body(scope, 1)


def leave(scope):
    s = scope.source
    if scope.loops:
        with s.block(f"if {condition(scope)}:"):
            if s.chance(0.3):
                observe(scope)
            s.line(s.weighted({"continue": 3, "break": 2 if scope.loops > 1 else 0.3}))


def loop(scope):
    s = scope.source
    if scope.work < 2 or scope.loops >= 3 or scope.size > 60:
        return assignment(scope)
    if s.chance(0.25):
        return while_loop(scope)
    most = min(scope.work, s.pick(3, 4, 6, 12))
    with scope.rounds(most):
        over(scope, most)


def over(scope, most):
    """A for loop of at most so many rounds."""
    s = scope.source
    i = s.fresh("i")
    ints = scope.variable("ints")
    choice = s.weighted({"range": 8, "range start": 2, "range down": 2, "range step": 2, "ints": 5 if ints else 0,
                         "list": 2, "tuple": 2, "str": 2, "dict": 2, "items": 2, "enumerate": 3, "zip": 2,
                         "reversed": 1, "generator": 3, "object": 2, "grow": 2 if ints else 0, "genexp": 2,
                         "index": 3 if ints else 0, "iter": 1})
    kinds, held = [(i, "small")], None
    if choice == "range":
        header = f"for {i} in range({most}):"
    elif choice == "range start":
        start = s.pick("1", "-3", leaf(scope, "small"))
        header = f"for {i} in range({start}, {start} + {most}):"
    elif choice == "range down":
        header = f"for {i} in range({most}, 0, -1):"
    elif choice == "range step":
        step = s.pick(2, 3, 7, -2, -5)
        header = f"for {i} in range({s.pick(0, -4, 9)}, {most * step}, {step})[:{most}]:"
    elif choice == "ints":
        kinds = [(i, "int")]
        header, held = f"for {i} in {ints}{s.pick('', '[:6]')}:", ints
    elif choice == "list":
        kinds = [(i, "any")]
        held = scope.variable("list")
        header = f"for {i} in {held or '(1, 2.0, None)'}:"
    elif choice == "tuple":
        kinds = [(i, "any")]
        header = f"for {i} in ({', '.join(constant(scope, 'any') for _ in range(min(most, 5)))},):"
    elif choice == "str":
        kinds = [(i, "str")]
        header = f"for {i} in {leaf(scope, 'str')}[:{most}]:"
    elif choice in ("dict", "items"):
        held = scope.variable("dict")
        name = held or "{1: 2, 'a': 3.5}"
        if choice == "dict":
            kinds = [(i, "any")]
            header = f"for {i} in {name}:"
        else:
            kinds = [(i, "any"), (i + "v", "num")]
            header = f"for {i}, {i}v in {s.pick(name, 'dict(' + name + ')')}.items():"
    elif choice == "enumerate":
        kinds = [(i, "small"), (i + "v", "int" if ints else "str")]
        header, held = f"for {i}, {i}v in enumerate({ints or repr('abcd')}):", ints
    elif choice == "zip":
        kinds = [(i, "small"), (i + "v", "int" if ints else "any")]
        header, held = f"for {i}, {i}v in zip(range({most}), {ints or 'VALUES'}):", ints
    elif choice == "reversed":
        header = f"for {i} in reversed(range({most})):"
    elif choice == "generator" and scope.world.generators:
        kinds = [(i, "num")]
        header = f"for {i} in {s.pick(*scope.world.generators)}({most}):"
    elif choice == "object" and scope.has("obj"):
        kinds = [(i, "num")]
        header = f"for {i} in {scope.variable('obj')}:"
    elif choice == "genexp":
        kinds = [(i, "int")]
        header = f"for {i} in (q * {s.pick(3, -1)} for q in range({most}) if q % {s.pick(2, 5)} != 1):"
    elif choice == "index":
        header = f"for {i} in range(len({ints})):"
        held = ints
    elif choice == "grow":
        kinds = [(i, "int")]
        with s.block(f"for {i} in {ints}:"):
            limit = s.pick(12, 20)
            with s.block(f"if len({ints}) > {limit}:"):
                s.line("break")
            scope.add(i, "int")
            with scope.held(ints):
                s.line(s.pick(f"{ints}.append({i} + 1)", f"if {i} & 1: {ints}.pop()", f"{ints}.insert(0, {i} >> 1)",
                              f"if len({ints}) > 3: del {ints}[0]"))
                body(scope, s.number(1, 3))
            scope.remove(i, "int")
        return
    else:
        header = f"for {i} in iter(range({most})):"
    with s.block(header):
        for name, kind in kinds:
            scope.add(name, kind)
            scope.fixed.add(name)
        if held:
            with scope.held(held):
                body(scope, s.number(1, 4))
        else:
            body(scope, s.number(1, 4))
        for name, kind in kinds:
            scope.remove(name, kind)
    if s.chance(0.15):
        with s.block("else:"):
            body(scope, 1)


def while_loop(scope):
    s = scope.source
    i = s.fresh("w")
    most = min(scope.work, s.pick(3, 5, 9))
    down = s.chance(0.3)
    s.line(f"{i} = {most if down else 0}")
    if s.chance(0.25):
        header = "while True:"
        test = f"if {i} {'<= 0' if down else '>= %d' % most}: break"
    else:
        header, test = f"while {i} {'> 0' if down else '< %d' % most}:", None
        if s.chance(0.3):
            header = f"while {i} {'> 0' if down else '< %d' % most} and {condition(scope)}:"
    with scope.rounds(most), s.block(header):
        if test:
            s.line(test)
        s.line(f"{i} {'-=' if down else '+='} 1")
        scope.add(i, "small")
        scope.fixed.add(i)
        body(scope, s.number(1, 4))
        scope.remove(i, "small")
    if s.chance(0.15):
        with s.block("else:"):
            body(scope, 1)


def attempt(scope):
    """try with handlers; something in it may raise."""
    s = scope.source
    e = s.fresh("e")
    with s.block("try:"), scope.danger():
        if s.chance(0.6):
            throw(scope)
        body(scope, s.number(1, 3))
    caught = s.weighted({"except": 6, "finally": 2, "both": 2})
    if caught != "finally":
        for name in s.dice.sample(CATCHES, s.number(0, 2)) + ["Exception"]:
            with s.block(f"except {name} as {e}:" if s.chance(0.8) or name == "Exception" else f"except {name}:"):
                if name == "Exception" or s.chance(0.4):
                    what = s.pick(f"describe({e})", f"describe({e})", f"type({e}).__name__", f"str({e})")
                    s.line(f"h = mix(h, {what})" if name == "Exception" or s.chance(0) else "h = mix(h, 'caught')")
                if s.chance(0.15) and scope.risky:
                    s.line(s.pick("raise", f"raise {s.pick(*ERRORS)}('again')" +
                                  s.pick("", " from None", f" from {e}" if name == "Exception" else "")))
                else:
                    body(scope, 1)
        if s.chance(0.2):
            with s.block("else:"):
                body(scope, 1)
    if caught != "except":
        with s.block("finally:"):
            body(scope, 1, exits=False)


def throw(scope):
    s = scope.source
    raising = scope.world.raising
    error = s.pick(*ERRORS)
    if raising and s.chance(0.6):
        s.line(f"{s.pick(*raising)}({leaf(scope, 'small')})")
        return
    s.line(s.pick(f"if {condition(scope)}: raise {error}({leaf(scope, 'small')})",
                  f"assert not {condition(scope)}, {leaf(scope, 'small')}",
                  f"if {condition(scope)}: raise {error}"))


def manager(scope):
    s = scope.source
    if not scope.world.managers:
        return assignment(scope)
    m = s.fresh("m")
    with s.block("try:"), scope.danger():
        with s.block(f"with {s.pick(*scope.world.managers)}({leaf(scope, 'small')}) as {m}:"):
            throw(scope)
            scope.add(m, "int")
            body(scope, s.number(1, 2))
            scope.remove(m, "int")
    with s.block("except Exception as e:"):
        s.line("h = mix(h, describe(e))")


def change_ints(scope):
    s = scope.source
    name = scope.target("ints")
    if not name:
        return
    value = leaf(scope, "int")
    some = leaf(scope, "small")
    s.line(s.pick(f"{name}.append({value})", f"{name}.append({value})", f"{name} += [{value}]",
                  f"{name}.insert({some} % 3, {value})", f"if {name}: {name}.pop()", f"if {name}: {name}.pop(0)",
                  f"if {name}: {name}[{some} % len({name})] = {value}", f"if {name}: {name}[-1] += {some}",
                  f"{name}[1:2] = [{value}, {some}]", f"{name}.sort()", f"{name}.reverse()", f"{name}[{some} % 5:] = []",
                  f"{name}.extend(range({some} % 5))", f"{name} = {name}[::-1]"))
    keep(scope, name, "ints", "")


def change_list(scope):
    s = scope.source
    name = scope.target("list")
    if not name:
        return
    value, some = leaf(scope, "any"), leaf(scope, "small")
    s.line(s.pick(f"{name}.append({value})", f"{name}.append({value})", f"{name} += [{value}]", f"{name}.clear()",
                  f"if {name}: {name}.pop({some} % len({name}))", f"if {name}: {name}[{some} % len({name})] = {value}",
                  f"{name}.extend({leaf(scope, 'ints')}[:3])", f"{name} = [{leaf(scope, 'float')}] * ({some} % 4)"))
    keep(scope, name, "list", "")


def change_dict(scope):
    s = scope.source
    name = scope.target("dict")
    if not name:
        return
    k, value = key(scope), leaf(scope, "num")
    s.line(s.pick(f"{name}[{k}] = {value}", f"{name}[{k}] = {value}", f"{name}.pop({k}, None)",
                  f"{name}[{k}] = fit({name}.get({k}, 0) + {value})", f"{name}.setdefault({k}, {value})",
                  f"if {k} in {name}: del {name}[{k}]", f"{name}.update({{{k}: {value}}})",
                  f"if len({name}) > 20: {name}.clear()"))


def change_object(scope):
    s = scope.source
    name = scope.variable("obj")
    if not name:
        return
    choice = s.weighted({"x": 3, "y": 4, "+=": 4, "z": 2, "del": 1, "new": 1 if name not in scope.fixed else 0,
                         "more": 1, "item": 1})
    if choice == "x":
        assign(scope, f"{name}.x", "num", 1)
    elif choice == "y":
        assign(scope, f"{name}.y", "int", 1)
    elif choice == "+=":
        attribute = s.pick("x", "y")
        s.line(f"{name}.{attribute} {s.pick('+=', '-=')} {leaf(scope, 'int' if attribute == 'y' else 'num')}")
        keep(scope, f"{name}.{attribute}", "num", "*")
    elif choice == "z":
        s.line(f"{name}.z = {leaf(scope, 'any')}")
    elif choice == "del":
        s.line(f"if hasattr({name}, 'z'): del {name}.z")
    elif choice == "new":
        s.line(f"{name} = {expression(scope, 'obj', 1)}")
    elif choice == "item":
        s.line(f"h = mix(h, {name}[{leaf(scope, 'small')}])")
    else:
        with s.block(f"if hasattr({name}, '__dict__'):"):
            s.line(f"{name}.{s.pick('extra', 'more', 'w')} = {leaf(scope, 'any')}")


def change_world(scope):
    """In one round of the loop a function, method, class attribute or global becomes another."""
    s = scope.source
    counter = scope.counter()
    if not (counter and scope.world.changes):
        return
    with s.block(f"if {counter} == {s.pick(3, 30, 70, 120, 160)}:"):
        s.line(s.pick(*scope.world.changes))


def call_for_effect(scope):
    s = scope.source
    name = scope.variable("obj")
    if name and s.chance(0.5):
        s.line(f"h = mix(h, {name}.{s.pick('m0', 'm1')}({argument(scope, 'int', 1)}))")
    elif scope.world.functions:
        function = s.pick(*scope.world.functions)
        values = ", ".join(argument(scope, kind, 1) for _, kind, _ in function.parameters)
        s.line(f"h = mix(h, {function.name}({values}))")


def local_function(scope):
    """A closure that changes a variable of the function around it."""
    s = scope.source
    name, f = scope.target("int"), s.fresh("inner")
    if not (name and scope.function) or "." in name or name in scope.world.globals or scope.suspended:
        return assignment(scope)
    with s.block(f"def {f}(a):"):
        s.line(f"nonlocal {name}")
        s.line(f"{name} {s.pick('+=', '-=', '^=')} a")
        s.line(f"return {name} {s.pick('& 255', '+ a', '- 1')}")
    s.line(f"h = mix(h, {f}({leaf(scope, 'int')}))")
    keep(scope, name, "int", "*")


def frames(scope):
    s = scope.source
    counter = scope.counter()
    if not counter:
        return
    shown = s.pick("sys._getframe().f_lineno", "sys._getframe().f_code.co_name", "caller()")
    if scope.function and s.chance(0.3):
        shown = "brief_locals(locals())"
    s.line(f"if {counter} in ({s.number(0, 9)}, {s.number(60, 190)}): h = mix(h, {shown})")


def matching(scope):
    s = scope.source
    with s.block(f"match {leaf(scope, 'any')}:"):
        cases = s.dice.sample(["case int():", "case float():", "case str():", "case None:", "case (q, r):",
                               "case 0 | 1:", "case True:", "case int(q) if q > 5:"], s.number(1, 4))
        for case in cases:
            with s.block(case):
                body(scope, 1)
        with s.block("case _:"):
            body(scope, 1)


def unbound(scope):
    """A variable that is not there in every round."""
    s = scope.source
    counter = scope.counter()
    if not (counter and scope.function):
        return
    u = s.fresh("u")
    with s.block("try:"):
        with s.block(f"if {counter} % {s.pick(3, 50)} == 1:"):
            s.line(f"{u} = {leaf(scope, 'int')}")
        with s.block(f"if {counter} % {s.pick(5, 47)} == 2:"):
            s.line(f"del {u}")
        s.line(f"h = mix(h, {u})")
    with s.block("except UnboundLocalError as e:"):
        s.line("h = mix(h, str(e))")


def give(scope):
    """yield, in generators."""
    if scope.generator:
        scope.source.line(f"yield {expression(scope, 'num', 1)}")
    else:
        observe(scope)


STATEMENTS = {assignment: 22, augmented: 16, swap: 4, observe: 9, tell: 1, change_kind: 4, branch: 10, narrowing: 3,
              leave: 5, loop: 8, attempt: 6, manager: 1, change_ints: 5, change_list: 3, change_dict: 4,
              change_object: 6, change_world: 2, call_for_effect: 3, local_function: 1, frames: 1, matching: 1,
              unbound: 1, give: 2}
INSIDE_FINALLY = {assignment: 5, augmented: 5, observe: 2, change_ints: 1}


def body(scope, count, exits=True):
    s = scope.source
    for _ in range(count):
        scope.size += 1
        table = STATEMENTS if exits and scope.size < 90 and s.depth < 9 else INSIDE_FINALLY
        s.weighted(table)(scope)


__all__ = ["SMALL", "assign", "body", "declare", "keep", "over"]
